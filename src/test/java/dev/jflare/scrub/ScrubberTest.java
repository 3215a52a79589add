package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The flare's own mode: what it keeps that Datadog drops, and what it masks that Datadog leaves.
 */
class ScrubberTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  @Test
  void text_keepsCommentsBlankLinesAndLineEnds() throws IOException {
    String text = "# A fatal error has been detected\r\n#\n \t\n\nfree\r\n";
    assertEquals(text, scrub(TextKind.TEXT, text));
    assertEquals("a\nb", scrub(TextKind.TEXT, "a\nb"));
    assertEquals("", scrub(TextKind.TEXT, ""));
    assertEquals("\n", scrub(TextKind.TEXT, "\n"));
  }

  @Test
  void config_dropsCommentsAndKeepsTheLastNewline() throws IOException {
    assertEquals(
        "a = 1\r\n\npassword: \"********\"\n",
        scrub(TextKind.CONFIG, "# c\na = 1\r\n  # password: x\n\npassword: x\n#"));
  }

  @Test
  void text_scrubsALineThatLooksLikeAComment() throws IOException {
    assertEquals(
        "# jvm_args: -Ddb.password=******** -Xmx1g\n",
        scrub(TextKind.TEXT, "# jvm_args: -Ddb.password=hunter2 -Xmx1g\n"));
  }

  @Test
  void bytesThatAreNoUtf8_passUnharmed() throws IOException {
    byte[] input = "caf\u00e9 \u00ff\u0000\u0080 pwd=x \u00fe\n\u00c3".getBytes(ISO_8859_1);
    String output = new String(bytes(TextKind.TEXT, input), ISO_8859_1);
    assertEquals("caf\u00e9 \u00ff\u0000\u0080 pwd=******** \u00fe\n\u00c3", output);
  }

  @Test
  void utf16WithoutMark_becomesUtf8WhereItIsClear() throws IOException {
    String text = "user gr\u00fc\u00df\u4e2d\r\npassword=hunter2 and more of it\n";
    String expected = "user gr\u00fc\u00df\u4e2d\r\npassword=******** and more of it\n";
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      assertEquals(expected, new String(bytes(TextKind.TEXT, text.getBytes(charset)), UTF_8));
    }
    byte[] zeros = new byte[100];
    zeros[1] = 'a';
    assertArrayEquals(zeros, bytes(TextKind.TEXT, zeros));
    assertEquals("a\0b", new String(bytes(TextKind.TEXT, "a\0b".getBytes(UTF_8)), UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-Dapi.token=abc,def;g -Xmx1g | -Dapi.token=******** -Xmx1g",
        "-Djavax.auth.x=abc | -Djavax.auth.x=********",
        "java App --client-secret s3cret --port 80 | java App --client-secret ******** --port 80",
        "java App --api-key=s3cret --port=80 | java App --api-key=******** --port=80",
        "'--token', 's3cret', 'x' | '--token', '********', 'x'",
        "GET /a?access_token=abc&x=1 | GET /a?access_token=********&x=1",
        "{\"auth_token\": \"a b\", \"n\": 1} | {\"auth_token\": \"********\", \"n\": 1}",
        "{\"token\":[\"a\",\"b\"],\"n\":1} | {\"token\":********,\"n\":1}",
        "{\"m\":\"{\\\"token\\\":\\\"abc\\\"}\"} | {\"m\":\"{\\\"token\\\":\\\"********\\\"}\"}",
        "client_secret = 'a b' | client_secret = '********'",
        "amqp://u:p\"w@host/x | amqp://u:********@host/x",
        "http://user:p@ss@host/x | http://user:********@host/x",
        "password=ENC[handle] x | password=ENC[handle] x",
        "password: hunter2 ENC[handle] | password: \"********\"",
        "-----BEGIN A KEY-----\\nMIIB\\n-----END A KEY-----\\n rest | ********\\n rest",
        "token = null | token = null",
        "if (token == other) | if (token == other)",
        "at com.acme.TokenFilter.run(TokenFilter.java:10) | at com.acme.TokenFilter.run(TokenFilter.java:10)",
        "> X-Api-Key: abc | > X-Api-Key: ********",
        "db.token: abc | db.token: ********",
        "with accessToken: abc, n: 1 | with accessToken: ********, n: 1",
        "invalid token: expired | invalid token: expired",
        "com.acme.TokenException: expired | com.acme.TokenException: expired",
        "--- token end --- | --- token end ---",
      })
  void line(String input, String expected) {
    assertEquals(expected, scrubber.line(input));
  }

  @Test
  void pem_isMaskedAcrossLinesAlsoWithHeadersOrWithoutEnd() throws IOException {
    String block = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES,1F\n\nMIIBpl4nted==\n  abc+/\n";
    assertEquals(
        "a\nkey: ********\nb\n",
        scrub(
            TextKind.TEXT,
            "a\nkey: -----BEGIN RSA KEY-----\n" + block + "-----END RSA KEY-----\nb\n"));
    assertEquals(
        "********\n[end of log]\n",
        scrub(TextKind.TEXT, "-----BEGIN RSA KEY-----\n" + block + "[end of log]\n"));
  }

  @Test
  void privateKeyWithItsFirstLineBehindTheKey_loosesAllLines() throws IOException {
    String text = "private_key: -----BEGIN X-----\nMIIB\n-----END X-----\nnext: 1\n";
    assertEquals("private_key: \"********\"\nnext: 1\n", scrub(TextKind.TEXT, text));
  }

  @Test
  void communityStrings_areMaskedInEveryForm() throws IOException {
    String masked = "  community_strings: \"********\"\nnext: 1\n";
    assertEquals(masked, scrub(TextKind.TEXT, "  community_strings:\n  - 'a'\n  - b\nnext: 1\n"));
    assertEquals(masked, scrub(TextKind.TEXT, "  community_strings: [a,\n   'b']\nnext: 1\n"));
    assertEquals(masked, scrub(TextKind.TEXT, "  community_strings:\n  [a,\n 'b']\nnext: 1\n"));
    assertEquals(masked, scrub(TextKind.TEXT, "  community_strings: plain\nnext: 1\n"));
    assertEquals(masked, scrub(TextKind.TEXT, "  community_strings:\nnext: 1\n"));
  }

  @Test
  void yaml_keepsAllDocumentsAndWalksEveryMap() throws IOException {
    String yaml = "a: 1 # c\n---\nouter:\n  1:\n  - {token: abc}\n  name: x\nlist:\n- auth-x: y\n";
    assertEquals(
        "a: 1\n---\nlist:\n  - auth-x: '********'\nouter:\n  1:\n    - token: '********'\n  name: x\n",
        scrub(TextKind.YAML, yaml));
  }

  @Test
  void yaml_keepsLinesOfAScriptThatLookLikeComments() throws IOException {
    String yaml = "script: |\n  #!/bin/sh\n  PASSWORD=abc run\n";
    assertEquals("script: |\n  #!/bin/sh\n  PASSWORD=******** run\n", scrub(TextKind.YAML, yaml));
  }

  @Test
  void yamlBomb_isScrubbedAsText() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(10) + "]\n");
    }
    bomb.append("password: planted\n");
    String output = scrub(TextKind.YAML, bomb.toString());
    assertTrue(output.startsWith("a0: &a0"));
    assertTrue(output.endsWith("password: \"********\"\n"));
  }

  @Test
  void json_keepsOrderAndNumbersAndAllValues() throws IOException {
    String json = "{\"z\":12345678901234567890,\"token\":\"x\",\"a\":[1.50,null]}\n{\"pwd\":1}";
    assertEquals(
        "{\n  \"z\": 12345678901234567890,\n  \"token\": \"********\",\n"
            + "  \"a\": [\n    1.50,\n    null\n  ]\n}\n{\n  \"pwd\": \"********\"\n}\n",
        scrub(TextKind.JSON, json));
  }

  @Test
  void jsonThatIsCutShort_isScrubbedAsText() throws IOException {
    assertEquals(
        "{\"a\": 1, \"auth_token\": \"********\", \"b",
        scrub(TextKind.JSON, "{\"a\": 1, \"auth_token\": \"abc\", \"b"));
  }

  @Test
  void treeAboveTheLimit_isScrubbedAsText() throws IOException {
    String padding = "- " + "x".repeat(1000) + "\n";
    String yaml = padding.repeat(Scrubber.LARGEST_TREE / 1000) + "password: planted\n";
    assertTrue(scrub(TextKind.YAML, yaml).endsWith("password: \"********\"\n"));
  }

  @Test
  void properties_areMaskedByKeyOrByValue() {
    Map<String, String> input = new LinkedHashMap<>();
    input.put("db.password", "a");
    input.put("java.security.auth.login.config", "b");
    input.put("DD_API_KEY", KEY);
    input.put("url", "jdbc:x://u:p@h/d");
    input.put("sun.java.command", "App --token abc");
    input.put("author", "Ann");
    input.put("secret.name", "ENC[x]");
    ScrubTally tally = new ScrubTally();
    assertEquals(
        "{db.password=********, java.security.auth.login.config=********,"
            + " DD_API_KEY="
            + "*".repeat(28)
            + "cdef, url=jdbc:********@h/d,"
            + " sun.java.command=App --token ********, author=Ann, secret.name=ENC[x]}",
        scrubber.properties(input, tally).toString());
    assertEquals(5, tally.total());
  }

  @Test
  void arguments_knowWhichValueBelongsToWhichName() {
    ScrubTally tally = new ScrubTally();
    assertEquals(
        List.of(
            "-Dx.secret=********",
            "App",
            "-password",
            "********",
            "--token",
            "********",
            "********",
            "file=a b",
            "k"),
        scrubber.arguments(
            List.of(
                "-Dx.secret=a b",
                "App",
                "-password",
                "-x y",
                "--token",
                "--secret",
                "s",
                "file=a b",
                "k"),
            tally));
    assertEquals(4, tally.total());
    assertEquals(
        "java  -Dx.secret=******** -cp \"a b\" App -password ******** x",
        scrubber.arguments("java  -Dx.secret='a b' -cp \"a b\" App -password 'p q' x", tally));
  }

  @Test
  void configuredKeys_workInTextAndInTrees() throws IOException {
    Scrubber own =
        Scrubber.of(
            ScrubSettings.builder()
                .additionalKeys(List.of("badge", "gr\u00f6\u00dfe"))
                .strippedKeys(List.of("shoe.*size", "un(closed"))
                .build());
    assertEquals("my_badge: \"********\"", own.line("my_badge: 12"));
    assertEquals(
        "badge: \"********\"\nshoe_size: \"********\"\n",
        scrub(own, TextKind.YAML, "badge: 12\nshoe_size: 44\n"));
    assertEquals("un(closed: \"********\"", own.line("un(closed: 1"));
    assertEquals("gr\u00f6\u00dfe: \"********\"", own.line("gr\u00f6\u00dfe: 1"));
    assertEquals(
        "gr\u00f6\u00dfe: \"********\"\n", scrub(own, TextKind.TEXT, "gr\u00f6\u00dfe: 1\n"));
  }

  @Test
  void tally_countsByRuleAndOnlyWhatChanged() throws IOException {
    ScrubTally tally =
        scrubber.scrub(
            TextKind.TEXT,
            in("password=a password=b\npassword=********\nx " + KEY + "\n"),
            new ByteArrayOutputStream());
    assertEquals("{api key=1, password=2}", tally.toString());
  }

  @Test
  void kindFollowsFromThePath() {
    assertEquals(TextKind.YAML, TextKind.of("etc/confd/a.YML"));
    assertEquals(TextKind.JSON, TextKind.of("manifest.json"));
    assertEquals(TextKind.CONFIG, TextKind.of("etc/app.conf"));
    assertEquals(TextKind.PROPERTIES, TextKind.of("etc/App.Properties"));
    assertEquals(TextKind.PROPERTIES, TextKind.of("jvm/app.properties"));
    assertEquals(TextKind.TOML, TextKind.of("a.toml"));
    assertEquals(TextKind.ENV, TextKind.of("etc/.env.prod"));
    assertEquals(TextKind.XML, TextKind.of("etc/pom.XML"));
    assertEquals(TextKind.CONFIG, TextKind.of("php.ini"));
    assertEquals(TextKind.TEXT, TextKind.of("logs/etc.log"));
  }

  private String scrub(TextKind kind, String text) throws IOException {
    return scrub(scrubber, kind, text);
  }

  private static String scrub(Scrubber scrubber, TextKind kind, String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.scrub(kind, in(text), out);
    return out.toString(UTF_8);
  }

  private byte[] bytes(TextKind kind, byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.scrub(kind, new ByteArrayInputStream(input), out);
    return out.toByteArray();
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  @Test
  void everythingDatadogMasks_isMaskedHere() {
    String line = "consumer_key: planted api_key=planted1 Bearer planted2";
    assertFalse(scrubber.line(line).contains("planted"));
  }
}
