package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a site masks and allows by its own configuration. */
class UserRulesTest {
  @TempDir Path folder;

  @Test
  void literalsExpressionsAndKeys_areMasked() throws IOException {
    Scrubber scrubber =
        custom(
            "{\"id\":\"project\",\"literal\":\"Bluebird\"}",
            "{\"literal\":\"Gr\u00fcn\",\"kind\":\"secret\"}",
            "{\"regex\":\"card ([0-9]{4}-[0-9]{4})\",\"kind\":\"key\"}",
            "{\"id\":\"badges\",\"key\":\"*badge\"}");
    assertEquals("on ********s", scrubber.line("on Bluebirds"));
    assertEquals("on ********", scrubber.line("on Gr\u00fcn"));
    assertEquals("on ********\n", scrub(scrubber, "logs/a.log", "on Gr\u00fcn\n"));
    assertEquals("card ******** ok", scrubber.line("card 1234-5678 ok"));
    assertEquals("my.badge=******** x", scrubber.line("my.badge=12 x"));
    assertEquals(
        "{\"badge\": \"********\", \"n\": 1}", scrubber.line("{\"badge\": \"a b\", \"n\": 1}"));
    assertEquals("<my-badge>********</my-badge>", scrubber.line("<my-badge>a b</my-badge>"));
    assertEquals("--badge ******** x", scrubber.line("--badge 12 x"));
    assertEquals("badge: ********", scrubber.line("badge: 12 b"));
    assertEquals("the badge is lost", scrubber.line("the badge is lost"));
    assertEquals(
        "a:\n  Badge: '********'\n  port: 1\n",
        scrub(scrubber, "etc/a.yaml", "a:\n  Badge: 12\n  port: 1\n"));
    assertEquals(
        Map.of("badge", "********"), scrubber.properties(Map.of("badge", "12"), new ScrubTally()));
    ScrubTally tally = new ScrubTally();
    scrubber.line("Bluebird badge=1", tally);
    assertEquals("{badges=1, project=1}", tally.toString());
  }

  @Test
  void aRuleForSomeFiles_isForThem() throws IOException {
    Scrubber scrubber = custom("{\"literal\":\"Bluebird\",\"files\":[\"*.log\",\"/etc/app/**\"]}");
    assertEquals("********", scrub(scrubber, "logs/a.log", "Bluebird"));
    assertEquals("Bluebird", scrub(scrubber, "logs/a.txt", "Bluebird"));
    assertEquals("Bluebird", scrubber.line("Bluebird"));
    assertEquals("********", scrubber.in("etc/x.txt", "/etc/app/d/x.txt").line("Bluebird"));
    assertEquals("Bluebird", scrubber.in("etc/x.txt", "/opt/x.txt").line("Bluebird"));
  }

  @Test
  void whatIsAllowed_staysWhateverRuleHits() throws IOException {
    Scrubber scrubber =
        allowing(
            "{\"literal\":\"changeit\"}",
            "{\"regex\":\"sk_test_[0-9A-Za-z]+\"}",
            "{\"key\":\"cache.token\"}");
    for (String text :
        new String[] {
          "password=changeit x",
          "password: changeit",
          "-Dtrust.password=changeit",
          "--password changeit",
          "key sk_test_" + "1a2B".repeat(6) + " x",
          "cache.token=abc",
          "\"cache.token\": \"abc\"",
          "<password>changeit</password>"
        }) {
      assertEquals(text, scrubber.line(text));
      assertEquals(text, scrub(scrubber, "logs/a.log", text));
    }
    assertEquals("password=******** x", scrubber.line("password=changeit2 x"));
    assertEquals("other.token=********", scrubber.line("other.token=abc"));
    assertEquals("********", scrubber.line("sk_live_" + "1a2B".repeat(6)));
    String yaml = "cache.token: abc\npassword: changeit\n";
    assertEquals(yaml, scrub(scrubber, "etc/a.yaml", yaml));
    assertEquals("password = changeit\n", scrub(scrubber, "etc/a.ini", "password = changeit\n"));
    assertEquals(
        List.of("-Dx.secret=changeit", "--token", "changeit"),
        scrubber.arguments(
            List.of("-Dx.secret=changeit", "--token", "changeit"), new ScrubTally()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | item 1 (custom 1): expected exactly one of literal, regex and key",
        "{\"literal\":\"abc\",\"key\":\"d\"} | expected exactly one of literal, regex and key",
        "{\"literal\":\"ab\"} | expected a literal of at least 3 characters",
        "{\"regexp\":\"a\"} | there is no \"regexp\"; expected id, kind, literal",
        "{\"id\":\"x\",\"regex\":\"a(\"} | item 1 (x): \"a(\" is no regular expression: Unclosed group",
        "{\"regex\":\"a*\"} | matches the empty text",
        "{\"kind\":\"thing\",\"key\":\"abc\"} | there is no kind \"thing\"; expected password, token",
      })
  void whatIsWrong_isNamed(String item, String message) {
    Exception wrong = assertThrows(IllegalArgumentException.class, () -> custom(item));
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
    assertTrue(wrong.getMessage().startsWith("jflare.scrub.custom, item 1"), wrong.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"((a|a)+)+b", "(?:a|aa|aaa){20}b"})
  void anExpressionThatTakesExponentialTime_isRefused(String regex) throws Exception {
    String item = "{\"id\":\"slow\",\"regex\":\"" + regex + "\"}";
    Settings settings = Settings.load(Map.of("jflare.scrub.custom", item), Map.of(), null);
    Exception wrong =
        assertThrows(IllegalArgumentException.class, () -> ScrubSettings.of(settings));
    assertEquals(
        "jflare.scrub.custom (slow): \""
            + regex
            + "\" can take exponential time; expected no"
            + " repetition within a repetition of the same characters",
        wrong.getMessage());
    String text = "x" + "a".repeat(5000);
    assertEquals("********", custom(item).line(text)); // closed where it gives up
  }

  @Test
  void anExpressionThatTakesTooLong_masksTheLine() {
    Scrubber scrubber = custom("{\"id\":\"slow\",\"regex\":\"id=([^;]*;)*[^;]*;x\"}");
    String text = "id=" + "a;".repeat(20_000) + "y";
    String masked = scrubber.line(text);
    assertTrue(masked.equals(text) || masked.equals("********"), masked);
  }

  @Test
  void theyComeFromYaml_andGoToAnotherProcess() throws Exception {
    Path file = folder.resolve("jflare.yaml");
    Files.writeString(
        file,
        "jflare:\n  scrub:\n    custom:\n    - id: badge\n      key: badge\n      kind: token\n"
            + "    - {regex: 'a,b \"c\" [0-9]+', files: ['*.log', x/**]}\n"
            + "    allow:\n    - literal: changeit\n");
    Settings settings = Settings.load(Map.of(), Map.of(), file);
    Settings there = Settings.load(settings.forAnotherProcess(), Map.of(), null);
    for (Settings each : List.of(settings, there)) {
      Scrubber scrubber = Scrubber.of(ScrubSettings.of(each));
      assertEquals("badge=********", scrubber.line("badge=1"));
      assertEquals("password=changeit", scrubber.line("password=changeit"));
      assertEquals("********", scrubber.in("x/y/z").line("a,b \"c\" 12"));
      assertEquals("a,b \"c\" 12", scrubber.line("a,b \"c\" 12"));
    }
  }

  @Test
  void datadogsRules_bugForBug() throws IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.builder().rules("datadog").build());
    assertEquals(
        "passenger_count: \"********\"\n- token: abc\nx=y",
        scrub(scrubber, "logs/a.log", "# c\npassenger_count: 3\r\n- token: abc\nx=y\n"));
    assertEquals(
        "a: 1\nb: ********",
        scrub(scrubber, "logs/a.log", "a: 1\nb: -----BEGIN A-----\nMIIB\n-----END A-----\n"));
    assertEquals("token: \"********\"", scrub(scrubber, "etc/a.yaml", "token: x # c\n---\nb: 1\n"));
    assertEquals("{\n  \"pwd\": \"********\"\n}", scrub(scrubber, "a.json", "{\"pwd\":1}"));
    assertEquals("--token abc", scrubber.line("--token abc"));
    assertTrue(scrubber.leakSearch().string("ghp_" + "1a2B".repeat(9)).isEmpty());
    assertEquals(
        List.of("--token", "abc"), scrubber.arguments(List.of("--token", "abc"), new ScrubTally()));
    assertEquals(
        Map.of("my.secret", "x"), scrubber.properties(Map.of("my.secret", "x"), new ScrubTally()));
  }

  private static Scrubber custom(String... items) {
    return Scrubber.of(ScrubSettings.builder().custom(List.of(items)).build());
  }

  private static Scrubber allowing(String... items) {
    return Scrubber.of(ScrubSettings.builder().allowed(List.of(items)).build());
  }

  private static String scrub(Scrubber scrubber, String path, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));
    scrubber.in(path).scrub(TextKind.of(path), in, out);
    return out.toString(UTF_8);
  }
}
