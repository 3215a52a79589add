package dev.jflare.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares each scan that is written by hand with the pattern it stands for. The patterns are ours,
 * made from the descriptions in the reference; they backtrack, so the texts are short.
 */
class FindersTest {
  private static final String S = "[\\t\\n\\f\\r ]";
  private static final String W = "[0-9A-Za-z_]";
  private static final String K = "[0-9A-Za-z_-]";
  private static final String B = "(?:(?<!" + W + ")(?=" + W + ")|(?<=" + W + ")(?!" + W + "))";
  private static final String REST = S + "*:)" + S + ".+";
  private static final String MASKED_REST = "$1 \"********\"";

  static Stream<Arguments> finders() {
    return Stream.of(
        row(
            new UriPassword(),
            "(?i)([a-z][a-z0-9+-.]+://|" + B + ")([^:\\t\\n\\f\\r ]+):([^\\t\\n\\f\\r |\"]+)@",
            "$1$2:********@",
            "http://",
            "a://",
            "1",
            ":",
            "@",
            " ",
            "|",
            "\"",
            "/",
            "(",
            "a",
            "_",
            "+",
            "\n",
            "bc"),
        row(
            new Bearer(),
            "(?<!" + W + ")Bearer" + S + "+[^*]+" + B,
            "Bearer ********",
            "Bearer",
            " ",
            "  ",
            "*",
            "a",
            "b1",
            ".",
            "\t",
            "x"),
        row(
            KeyedLine.containing("pass", "pwd"),
            "(" + K + "*(?:pass|pwd)" + K + "*" + REST,
            MASKED_REST,
            "pass",
            "pwd",
            ":",
            " ",
            "a",
            "-",
            "_",
            ".",
            "\n",
            "\t",
            "x:"),
        row(
            KeyedLine.endingWith("cookie", "authkey"),
            "((?:cookie|authkey)" + REST,
            MASKED_REST,
            "cookie",
            "authkey",
            ":",
            " ",
            "a",
            "-",
            ".",
            "\n",
            "\t",
            "x:"),
        row(
            KeyedLine.between("x-", "key"),
            "(x-" + K + "*key" + REST,
            MASKED_REST,
            "x-",
            "key",
            "api-",
            ":",
            " ",
            "a",
            "-",
            ".",
            "\n",
            "x",
            "k"),
        row(
            KeyedLine.atLineStart("token", "jwt"),
            "^(" + S + "*" + K + "*(?:token|jwt)" + REST,
            MASKED_REST,
            "token",
            "jwt",
            ":",
            " ",
            "a",
            "-",
            ".",
            "\n",
            "x",
            ": "),
        row(
            KeyedLine.wholeWord("pattern"),
            "(" + B + "pattern" + REST,
            MASKED_REST,
            "pattern",
            ":",
            " ",
            "a",
            "-",
            "\n",
            ": "),
        row(
            HexKey.quoted(32),
            "([-:,\\[{]" + S + "*)" + B + "[0-9a-fA-F]{28}([0-9a-fA-F]{4})" + B,
            "$1\"****************************$2\"",
            "0123456789abcdef0123456789ABCDEF",
            "0",
            "x",
            "_",
            "-",
            ":",
            " ",
            ",",
            "[",
            "\n",
            "."),
        row(
            HexKey.bare(40),
            B + "[0-9a-fA-F]{36}([0-9a-fA-F]{4})" + B,
            "************************************$1",
            "0123456789abcdef0123456789ABCDEF01234567",
            "0",
            "x",
            "_",
            "-",
            " ",
            "\u00e9"),
        row(
            new CommunityStrings(),
            "(community_strings"
                + S
                + "*:)"
                + S
                + "*"
                + "(?:\\n(?:"
                + S
                + "+-"
                + S
                + "+.*)*|\\[[^\\]]*\\])",
            MASKED_REST,
            "community_strings",
            ":",
            "\n",
            " ",
            "- ",
            "-",
            "a",
            "[",
            "]",
            ",",
            "\n  - b",
            ": "),
        row(
            new PemBlock(),
            "-----BEGIN .*-----[A-Za-z0-9=+/\\t\\n\\f\\r ]*-----END .*-----",
            "********",
            "-----BEGIN ",
            "-----END ",
            "-----",
            "-",
            "A",
            "b+/=",
            "\n",
            " ",
            ".",
            "X-----"));
  }

  private static Arguments row(Finder finder, String pattern, String to, String... parts) {
    return arguments(pattern, finder, to, parts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("finders")
  void scanAndPattern_findTheSame(String pattern, Finder finder, String to, String[] parts) {
    Pattern oracle = Pattern.compile(pattern, Pattern.UNIX_LINES);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(14); left >= 0; left--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      String input = text.toString();
      assertEquals(
          oracle.matcher(input).replaceAll(to),
          SlowDatadog.replaceAll(finder, input),
          () -> "seed " + seed + ", input " + input.replace("\n", "\\n"));
    }
  }
}
