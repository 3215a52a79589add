package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the default set masks that Datadog leaves, and what it leaves that Datadog masks. */
class DefaultRulesTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passenger_count: 3",
        "community: open source",
        "compass: north",
        "bypass=true",
        "author: Ann Token",
        "tokenizer: standard",
        "max_tokens: 100",
        "password.min.length=12",
        "tokenTtl=3600s",
        "git.commit.id=" + KEY + "01234567",
        "revision: " + KEY + "01234567",
        "https://github.com/a/b/commit/" + KEY + "01234567",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "trace_id=" + KEY + " span_id=0123456789abcdef",
        "{\"traceId\":\"" + KEY + "\"}",
        "{\"trace.id\": \"" + KEY + "\", \"n\": 1}",
        "   SIGSEGV: handler in libjvm.so, mask=11100100010111111101111111111110, flags=SA_RESTART",
        "traceparent: 00-" + KEY + "-0123456789abcdef-01",
        "Refreshing token cache in 12 ms",
        "2026-11-22 12:00:00 INFO c.a.TokenService: refreshed 5 tokens",
        "TokenService: refreshed",
        "at com.acme.SecretStore.token(SecretStore.java:12)",
        "docker run -v /run/secrets:/run/secrets app",
        "GET /design?code=200 HTTP/1.1",
        "Basic authentication failed",
        "the cookie is set",
        "invalid token: expired",
      })
  void readable(String text) throws IOException {
    assertEquals(text, scrubber.line(text));
    assertEquals(text + "\n", scrub(TextKind.TEXT, text + "\n"));
  }

  @Test
  void readableInTreesAndMaps() throws IOException {
    String yaml =
        "author: Ann\ncommunity: open source\nmax_tokens: 100\npassenger_count: 3\n"
            + "tokenizer: standard\ntrace_id: "
            + KEY
            + "\n";
    assertEquals(yaml, scrub(TextKind.YAML, yaml));
    Map<String, String> map = new LinkedHashMap<>();
    map.put("traceId", KEY);
    map.put("passenger.count", "3");
    map.put("git.commit.id", KEY + "01234567");
    map.put("max_tokens", "100");
    assertEquals(map, scrubber.properties(map, new ScrubTally()));
    List<String> arguments = List.of("-Dmax_tokens=100", "--tokenizer", "x", "--trace-id=" + KEY);
    assertEquals(arguments, scrubber.arguments(arguments, new ScrubTally()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "- token: pl4nted",
        "  - - token: pl4nted",
        "\"auth_token\": \"pl4nted\"",
        "secret: pl4nted",
        "password:pl4nted",
        "user:bob password:pl4nted",
        "Password: pl4nted",
        "{token: pl4nted, user: bob}",
        "token=abc,pl4nted",
        "password=a&pl4nted;b",
        "password=a)pl4nted",
        "--token pl4nted",
        "-Dsome.secret=pl4nted",
        "jdbc:oracle:thin:scott/pl4nted@//db:1521/x",
        "jdbc:oracle:thin:scott/\"pl4nted x\"@//db:1521/x",
        "jdbc:sqlserver://h;user=sa;password={a;pl4nted};x=y",
        "jdbc:mysql://h/d?user=u&password=pl4nted&x=y",
        "amqp://u:a/pl4nted?#@host/v",
        "https://h/a?sig=pl4nted%2F&x=1",
        "https://h/a?x=1&signature=pl4nted",
        "https://h/a?X-Amz-Credential=pl4nted&X-Amz-Signature=1",
        "https://h/a?access_token=pl4nted",
        "https://h/cb?code=4/0pl4ntedpl4nted",
        "https://h/a?client_secret=pl4nted",
        "AccountKey=" + "pl4ntedpl4ntedpl4ntedpl4ntedpl4ntedpl4nted==",
        "Authorization: Negotiate pl4nted",
        "Proxy-Authorization: Basic pl4nted",
        "authorization=Basic pl4nted",
        "[Authorization:\"Digest username=a, response=pl4nted\"]",
        "Cookie: a=pl4nted; b=c",
        "Set-Cookie: a=pl4nted; Path=/",
        "GET /a;jsessionid=pl4nted",
        "curl -u bob:pl4nted https://h/",
        "trace_id=1 key=" + "pl4nted password=pl4nted",
      })
  void masked(String text) throws IOException {
    for (TextKind kind : new TextKind[] {TextKind.TEXT, TextKind.CONFIG}) {
      String once = scrub(kind, text + "\n");
      assertTrue(!once.replace("key=pl4nted", "").contains("pl4nted"), once);
      assertEquals(once, scrub(kind, once));
    }
  }

  @Test
  void privateKeysOfEveryForm() throws IOException {
    assertEquals(
        "PuTTY-User-Key-File-2: ssh-rsa\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 2\n********\n"
            + "********\nPrivate-MAC: 12\n",
        scrub(
            TextKind.TEXT,
            "PuTTY-User-Key-File-2: ssh-rsa\nPublic-Lines: 1\nAAAA\nPrivate-Lines: 2\npl4nted\n"
                + "pl4nted==\nPrivate-MAC: 12\n"));
    assertEquals(
        "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n********\n********\n"
            + "---- END SSH2 ENCRYPTED PRIVATE KEY ----\nx\n",
        scrub(
            TextKind.TEXT,
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"a\"\npl4nted\n"
                + "---- END SSH2 ENCRYPTED PRIVATE KEY ----\nx\n"));
    assertEquals(
        "a ********\nb\n",
        scrub(
            TextKind.TEXT,
            "a -----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\npl4nted\n=abcd\n"
                + "-----END PGP PRIVATE KEY BLOCK-----\nb\n"));
    assertEquals(
        "{\"k\": \"********\\n\"}",
        scrubber.line(
            "{\"k\": \"-----BEGIN PRIVATE KEY-----\\npl4nted\\n-----END PRIVATE KEY-----\\n\"}"));
    assertEquals(
        "der ********", scrubber.line("der MIIEvQIBADANBgkqhkiG9w0BAQ" + "pl4nted".repeat(9)));
  }

  @Test
  void anUnnamedKeyOfDatadog_isMasked() {
    assertEquals("x " + "*".repeat(28) + "cdef", scrubber.line("x " + KEY));
    assertEquals("session " + "*".repeat(28) + "cdef", scrubber.line("session " + KEY));
  }

  private String scrub(TextKind kind, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.forAnotherFlare().scrub(kind, new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }
}
