package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learnt, and that it is masked however it is written. */
class KnownValuesTest {
  private final KnownValues known = new KnownValues();
  private final ScrubTally tally = new ScrubTally();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tr0ub4dor&3",
        "correct-horse-battery-staple",
        "hunter2",
        "swordfish",
        "0123456789",
        "p@ss/w0rd",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "  'quoted-Secret1'  ",
        "https://user:pw12345@host.example/",
        "über-geheim",
        "X9.q7Lm2"
      })
  void learns(String value) {
    known.learn(value, "password");
    assertFalse(known.isEmpty(), value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc12",
        "orders",
        "1234567",
        "-12.5",
        "30000ms",
        "true",
        "localhost",
        "ChangeIt",
        "aaaaaaaaaa",
        "********",
        "see ******** there",
        "${DB_PASSWORD}",
        "ENC[handle_name]",
        "/etc/ssl/private/key.pem",
        "./conf/secret.properties",
        "C:\\conf\\keys\\store.jks",
        "db.example.com",
        "db-1.example.com:5432",
        "com.acme.security.TokenProvider",
        "https://login.example.com:8443/oauth/token",
        "1.8.0"
      })
  void leavesOutWhatIsTooCommon(String value) {
    known.learn(value, "password");
    assertTrue(known.isEmpty(), value);
  }

  @Test
  void leavesOutTheNameOfTheUser() {
    known.ordinary("orderservice");
    known.learn("orderservice", "password");
    assertTrue(known.isEmpty());
  }

  @Test
  void keepsABoundedNumber() {
    for (int i = 0; i < 2 * KnownValues.MOST_VALUES; i++) {
      known.learn("secret-number-" + i, "token");
    }
    assertTrue(known.isFull());
    assertTrue(known.since(0).size() <= KnownValues.MOST_VALUES);
    assertEquals("a ********", known.mask("a secret-number-0", tally));
  }

  @Test
  void findsEveryWayOfWriting() throws Exception {
    String secret = "Tr0ub \"d\"&<ö>/+3=:\\x";
    known.learn(secret, "password");
    List<byte[]> written = new ArrayList<>();
    written.add(secret.getBytes(UTF_8));
    written.add("Tr0ub \\\"d\\\"&<ö>/+3=:\\\\x".getBytes(UTF_8));
    written.add("Tr0ub \\\"d\\\"&<\\u00f6>/+3=:\\\\x".getBytes(UTF_8));
    written.add("Tr0ub &quot;d&quot;&amp;&lt;ö&gt;/+3=:\\x".getBytes(UTF_8));
    written.add(URLEncoder.encode(secret, UTF_8).getBytes(UTF_8));
    written.add(URLEncoder.encode(secret, UTF_8).replace("+", "%20").getBytes(UTF_8));
    written.add(secret.getBytes(UTF_16LE));
    written.add(secret.getBytes(UTF_16BE));
    for (byte[] form : written) {
      byte[] text = around(form);
      String masked = new String(copied(text, 7), UTF_8);
      assertTrue(known.in(new ByteArrayInputStream(text)));
      assertFalse(known.in(new ByteArrayInputStream(copied(text, 7))), masked);
      assertTrue(masked.startsWith("before ") && masked.endsWith(" behind"), masked);
      assertTrue(masked.contains("********"), masked);
    }
  }

  @Test
  void findsBase64AtEveryPlace() throws IOException {
    known.learn("Tr0ub4dor&3", "password");
    for (String before : new String[] {"", "u", "us", "user:"}) {
      byte[] plain = (before + "Tr0ub4dor&3").getBytes(UTF_8);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String text = "Authorized Basic " + encoder.encodeToString(plain) + " end";
        String masked = known.mask(text, tally);
        assertTrue(masked.startsWith("Authorized Basic ") && masked.endsWith(" end"), masked);
        // what is left of a group tells less than one character of the secret
        assertTrue(masked.length() < text.length(), masked);
        assertFalse(masked.contains(encoder.encodeToString(plain).substring(4, 12)), masked);
      }
    }
  }

  @Test
  void masksAlsoInsideOfWordsAndWhereValuesOverlap() {
    known.learn("secret-AB", "token");
    known.learn("AB-secret", "token");
    assertEquals("x********y", known.mask("xsecret-AB-secrety", tally));
    assertEquals(1, tally.byRule().get(KnownValues.RULE));
    assertEquals("x****************y", known.overlay("xsecret-AB-secrety", tally));
  }

  @Test
  void masksTheBeginningThatTheKernelLeavesOfTheNameOfAThread() {
    known.learn("Zx9!kk-q2Lm", "password");
    assertEquals("7 conn ********futex_wait", known.mask("7 conn Zx9!kk-q2L  futex_wait", tally));
    assertEquals("7 conn ********", known.mask("7 conn Zx9!kk  ", tally));
    assertEquals("7 conn Zx9!k  ", known.mask("7 conn Zx9!k  ", tally));
    assertEquals("Zx9!kk-q2 in prose", known.mask("Zx9!kk-q2 in prose", tally));
  }

  @Test
  void overlaysKeepPlacesBeyondAscii() {
    known.learn("geheim-ö-1", "token");
    assertEquals("äö\uD83D\uDE00**********ü", known.overlay("äö\uD83D\uDE00geheim-ö-1ü", tally));
  }

  @Test
  void learnsTheLinesOfAKey() {
    known.learn(
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nAb3dEf\n-----END PRIVATE KEY-----",
        "private-key");
    assertEquals(1, known.since(0).size());
    assertEquals("> ********", known.mask("> MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", tally));
  }

  @Test
  void aLongValueIsLearntInPiecesThatAreAllOfIt() throws IOException {
    StringBuilder value = new StringBuilder();
    Random random = new Random(5);
    while (value.length() < 1000) {
      value.append((char) ('0' + random.nextInt(10))).append((char) ('a' + random.nextInt(26)));
    }
    known.learn(value.toString(), "token");
    String masked = known.mask("<" + value + ">", tally);
    assertTrue(masked.matches("<\\*+>"), masked);
  }

  @Test
  void cutsOfTheStreamMakeNoDifferenceAndTwiceIsOnce() throws IOException {
    Random random = new Random(7);
    known.learn("abcabd12", "token");
    known.learn("bd12abca", "token");
    known.learn("cab12dab", "token");
    for (int round = 0; round < 200; round++) {
      byte[] text = new byte[random.nextInt(400)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) "abcd12".charAt(random.nextInt(6));
      }
      byte[] planted = "abcabd12abcabd12".getBytes(UTF_8);
      if (text.length > 100) {
        System.arraycopy(planted, 0, text, random.nextInt(60), planted.length);
      }
      byte[] whole = copied(text, text.length + 1);
      assertEquals(known.mask(new String(text, UTF_8), tally), new String(whole, UTF_8));
      assertEquals(new String(whole, UTF_8), new String(copied(text, 1), UTF_8));
      assertEquals(new String(whole, UTF_8), new String(copied(text, 13), UTF_8));
      assertEquals(new String(whole, UTF_8), new String(copied(whole, 5), UTF_8));
      assertEquals(text.length, overlaid(text).length);
    }
  }

  @Test
  void scrubbingLearnsByNameButNotInLogs() throws IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    scrub(scrubber, TextKind.TEXT, "login password=fromALog-77 failed\n");
    assertTrue(scrubber.known().isEmpty());
    scrub(scrubber, TextKind.YAML, "db:\n  password: fromYaml-77\n  user: bob\n");
    scrub(
        scrubber, TextKind.JSON, "{\"apiToken\": \"fromJson\\n-77\", \"pin_secret\": 4829105736}");
    scrub(scrubber, TextKind.PROPERTIES, "db.password=fromProperties-77\n");
    scrub(scrubber, TextKind.XML, "<db password=\"fromXml&amp;-77\"/>\n");
    scrubber.properties(Map.of("APP_SECRET", "fromEnvironment-77", "USER", "somebody"), tally);
    scrubber.arguments(
        List.of("java", "-Dx.token=fromProperty-77", "--password", "fromOption-77"), tally);
    scrubber.arguments("-Da.password=fromToolOptions-77", tally);
    for (String value :
        List.of(
            "fromYaml-77",
            "4829105736",
            "fromProperties-77",
            "fromXml&-77",
            "fromXml&amp;-77",
            "fromEnvironment-77",
            "fromProperty-77",
            "fromOption-77",
            "fromToolOptions-77")) {
      assertEquals("thread ********-1", scrubber.line("thread " + value + "-1"), value);
    }
    assertEquals("fromALog-77", scrubber.line("fromALog-77"));
  }

  @Test
  void aSecondPassKeepsYamlAndJsonParsable() throws IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    scrubber.properties(Map.of("APP_SECRET", "late-Value-1", "PIN_SECRET", "4829105736"), tally);
    assertEquals(
        "a: \"********\"\n",
        again(scrubber, TextKind.YAML, "a: late-Value-1\n").replace('\'', '"'));
    assertEquals(
        "{\n  \"a\": \"********\",\n  \"b\": \"x ********\"\n}\n",
        again(scrubber, TextKind.JSON, "{\"a\": 4829105736, \"b\": \"x late-\\u0056alue-1\"}"));
    String untouched = "{ \"a\":   1 }";
    assertEquals(untouched, again(scrubber, TextKind.JSON, untouched));
  }

  private static String again(Scrubber scrubber, TextKind kind, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.known().again(kind, new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    return out.toString(UTF_8);
  }

  private static void scrub(Scrubber scrubber, TextKind kind, String text) throws IOException {
    scrubber.scrub(
        kind, new ByteArrayInputStream(text.getBytes(UTF_8)), new ByteArrayOutputStream());
  }

  private static byte[] around(byte[] form) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.write("before ".getBytes(UTF_8));
    text.write(form);
    text.write(" behind".getBytes(UTF_8));
    return text.toByteArray();
  }

  private byte[] overlaid(byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    known.overlay(new ByteArrayInputStream(text), out, new ScrubTally());
    return out.toByteArray();
  }

  /** Read in blocks of this size. */
  private byte[] copied(byte[] text, int block) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    InputStream in =
        new ByteArrayInputStream(text) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, block));
          }
        };
    known.copy(in, out, new ScrubTally());
    return out.toByteArray();
  }
}
