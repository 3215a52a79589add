package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that do not fit the window give what they give when they do. */
class LongLineTest {
  private static final int WINDOW = 4096;

  /** Each is a secret with what gives it away, and ends within the overlap of the window. */
  private static final String[] SECRETS = {
    "password=hunter2 ",
    "{\"auth_token\": \"a b\", \"n\": 1} ",
    "jdbc:x://u:p4ss@host/db ",
    "0123456789abcdef0123456789abcdef ",
    "- 0123456789abcdef0123456789abcdef01234567 ",
    "--client-secret s3cret ",
    "-Dapi.token=abc,def;g ",
    "<password>hunter3</password> ",
    "<property name=\"db.password\" value=\"v4lue\"/> ",
    "api_key=abcdefgh01 ",
    "GET /a?access_token=abc&x=1 ",
    "token=[\"a\",\"b\"] ",
  };

  private final RuleSet rules = Scrubber.of(ScrubSettings.defaults()).rules();

  @Test
  void secretsInALongLine_areFoundWhereverItIsCut() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 60; round++) {
      StringBuilder line = new StringBuilder();
      while (line.length() < 4 * WINDOW) {
        if (random.nextInt(4) == 0) {
          line.append(SECRETS[random.nextInt(SECRETS.length)]);
        }
        words(random, line, 1 + random.nextInt(12));
      }
      String text = "before\n" + line + "\r\nafter password=x\n";
      assertSame(scrub(text, 1 << 20), scrub(text, WINDOW));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: ",
        "Bearer ",
        "x {\"token\": \"",
        "token='",
        "x authorization: Basic ",
        "<password>",
        "pwd=",
        "cookie: a=b; c=",
        "-----BEGIN X KEY-----\\n",
      })
  void valueThatGoesOnAndOn_isMaskedToItsEnd(String opening) throws IOException {
    Random random = new Random(6);
    StringBuilder line = new StringBuilder();
    words(random, line, 600);
    int before = line.length();
    line.append(opening);
    while (line.length() < before + 9 * WINDOW) {
      line.append("planted").append(random.nextInt(1000));
    }
    String output = scrub(line + "\nnext: planted\n", WINDOW);
    assertFalse(output.substring(0, output.indexOf('\n')).contains("planted"), output);
    assertTrue(output.endsWith("\nnext: planted\n"), output);
    assertSame(line.substring(0, before - 1), output.substring(0, before - 1));
  }

  @Test
  void whatFollowsALongValue_staysReadable() throws IOException {
    String value = "planted/".repeat(3 * WINDOW / 8);
    String text = "a {\"token\": \"" + value + "\", \"name\": \"Ann\", \"pwd\": \"planted\"} end\n";
    String rest = "\", \"name\": \"Ann\", \"pwd\": \"********\"} end\n";
    assertEquals("a {\"token\": \"********" + rest, scrub(text, WINDOW));
  }

  @Test
  void lineWithoutAnythingToCutAt_staysAsItIs() throws IOException {
    String text = "x".repeat(5 * WINDOW) + "\n" + "0a".repeat(3 * WINDOW);
    assertEquals(text, scrub(text, WINDOW));
  }

  @Test
  void keyInALongLine_isMaskedWhereverItIsCut() throws IOException {
    String key = "-----BEGIN A KEY-----\\nMIIBplanted\\n-----END A KEY-----";
    for (int before = WINDOW / 2; before < WINDOW; before += 7) {
      String words = "word ".repeat(before / 5) + "x".repeat(before % 5);
      String tail = " [word]".repeat(WINDOW) + "\n";
      assertSame(words + "********" + tail, scrub(words + key + tail, WINDOW));
    }
  }

  @Test
  void longComment_vanishesOnlyWhereCommentsDo() throws IOException {
    String comment = "# " + "word password=x ".repeat(WINDOW) + "\n";
    assertEquals("a\nb\n", scrub("a\n" + comment + "b\n", LineScrub.Format.CONFIG, WINDOW));
    String hashes = "a=b " + "# c ".repeat(WINDOW) + "\n";
    assertEquals(hashes, scrub(hashes, LineScrub.Format.CONFIG, WINDOW));
    assertEquals(comment.replace("=x", "=********"), scrub(comment, LineScrub.Format.TEXT, WINDOW));
  }

  @Test
  void longSecretProperty_leavesNothingBehind() throws IOException {
    String text = "db.password planted " + "planted ".repeat(WINDOW) + "\na=b\n";
    assertEquals("db.password ********\na=b\n", scrub(text, LineScrub.Format.PROPERTIES, WINDOW));
  }

  /** As assertEquals, but shows only where they differ. */
  private static void assertSame(String expected, String actual) {
    int at = 0;
    while (at < Math.min(expected.length(), actual.length())
        && expected.charAt(at) == actual.charAt(at)) {
      at++;
    }
    assertEquals(around(expected, at), around(actual, at), "at " + at);
  }

  private static String around(String text, int at) {
    return text.substring(
        Math.min(text.length(), Math.max(0, at - 200)), Math.min(text.length(), at + 200));
  }

  private static void words(Random random, StringBuilder to, int count) {
    String[] words = {"order", "12", "Authentication", "(id", "7)", "key", "https://a.b/c", "x=y"};
    for (int i = 0; i < count; i++) {
      to.append(words[random.nextInt(words.length)]).append(' ');
    }
  }

  private String scrub(String text, int window) throws IOException {
    return scrub(text, LineScrub.Format.TEXT, window);
  }

  private String scrub(String text, LineScrub.Format format, int window) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new TextPass(rules, format, new Redaction(new ScrubTally()), out, window)
        .copy(new ByteArrayInputStream(text.getBytes(ISO_8859_1)));
    return out.toString(ISO_8859_1);
  }
}
