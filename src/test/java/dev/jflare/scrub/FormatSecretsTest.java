package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are known by where they stand in a format: XML, properties, lists of arguments. */
class FormatSecretsTest {
  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<password>abc</password> | <password>********</password>",
        "<a><db:adminPassword x=\"1\"> a b </db:adminPassword><b>c</b></a> "
            + "| <a><db:adminPassword x=\"1\"> ******** </db:adminPassword><b>c</b></a>",
        "<!-- <password>abc</password> --> | <!-- <password>********</password> -->",
        "<secret><![CDATA[a<b]]></secret> | <secret>********</secret>",
        "<R password='abc' user='bob'/> | <R password='********' user='bob'/>",
        "<p name=\"db.password\" value=\"a b\"/> | <p name=\"db.password\" value=\"********\"/>",
        "<p value = 'a' name = 'apiToken'/><v>x</v> | <p value = '********' name = 'apiToken'/><v>x</v>",
        "<entry key=\"client.secret\">abc</entry> | <entry key=\"client.secret\">********</entry>",
        "<name>my.password</name><value>abc</value> | <name>my.password</name><value>********</value>",
        "<name>my.port</name><value>80</value> | <name>my.port</name><value>80</value>",
        "<password>ENC[db]</password> | <password>ENC[db]</password>",
        "<password/><user>bob</user> | <password/><user>bob</user>",
        "<credentials><user>bob</user></credentials> | <credentials><user>bob</user></credentials>",
        "a List<Token> of tokens | a List<Token> of tokens",
        "at com.acme.Token.<init>(Token.java:1) | at com.acme.Token.<init>(Token.java:1)",
        "if (token < 3 && secret > 2) | if (token < 3 && secret > 2)",
      })
  void xml(String input, String expected) {
    assertEquals(expected, scrubber.line(input));
    assertEquals(expected, scrubber.line(expected));
  }

  @Test
  void xmlOverLines() throws IOException {
    String text =
        String.join(
            "\n",
            "<property>",
            "  <name>javax.ConnectionPassword</name>",
            "  <description>of the database</description>",
            "  <value>SECRET</value>",
            "</property>",
            "<property><name>port</name>",
            "  <value>80</value></property>",
            "<passphrase>",
            "  SECRET",
            "  SECRET",
            "</passphrase>",
            "<p name=\"trustStorePassword\"",
            "   value=\"SECRET\"/>",
            "<p",
            "   name=\"keyStorePassword\"",
            "   value=\"SECRET\"/>",
            "<value>free</value>",
            "");
    for (TextKind kind : new TextKind[] {TextKind.TEXT, TextKind.CONFIG}) {
      assertEquals(text.replace("SECRET", "********"), scrub(kind, text));
    }
  }

  @Test
  void aTagInProse_opensNothing() throws IOException {
    String text = "usage: login --user <name> <token>\nfree\n";
    assertEquals(text, scrub(TextKind.TEXT, text));
  }

  @Test
  void properties_knowBlanksColonsAndContinuedLines() throws IOException {
    assertEquals(
        "port 80\napi.token ********\na.secret: ********\nb.password=********\nnext=1\n",
        scrub(
            TextKind.PROPERTIES,
            "port 80\napi.token a b\na.secret: c, d\nb.password=\\\n  e\\\n  #f\nnext=1\n"));
    String free = "path=C:\\\\\nlist=a,\\\n  tokens b\ntoken=ENC[db]\nb.password=\n";
    assertEquals(free, scrub(TextKind.PROPERTIES, free));
  }

  @Test
  void argumentsOnLinesOfTheirOwn() throws IOException {
    assertEquals(
        "java\n--token\n********\n--port\n80\n",
        scrub(TextKind.TEXT, "java\n--token\nabc\n--port\n80\n"));
    assertEquals(
        "[\n \"--api-key\",\n \"********\"\n]",
        scrub(TextKind.TEXT, "[\n \"--api-key\",\n \"abc\"\n]"));
  }

  @Test
  void argumentsInLists() throws IOException {
    String yaml = "args:\n  - --password\n  - abc\n  - --port\n  - \"80\"\n";
    assertEquals(yaml.replace("abc", "'********'"), scrub(TextKind.YAML, yaml));
    assertEquals(
        "[\"--token\",\"********\",\"x\"]",
        scrub(TextKind.JSON, "[\"--token\", \"abc\", \"x\"]").replaceAll("\\s", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE", "UTF-8"})
  void aByteOrderMark_makesUtf8OfTheText(String charset) throws IOException {
    String padding = "\uD83D\uDE00 \u00e4\n".repeat(5000);
    byte[] input = ("\uFEFFprivate_key: abc\n" + padding).getBytes(Charset.forName(charset));
    String output = new String(bytes(TextKind.TEXT, input), UTF_8);
    assertEquals("private_key: \"********\"\n" + padding, output);
  }

  @Test
  void shortTexts_areNoMark() throws IOException {
    for (String text : new String[] {"", "\u00ff", "\u00ef\u00bb", "abc"}) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      assertEquals(text, new String(bytes(TextKind.TEXT, bytes), ISO_8859_1));
    }
  }

  private String scrub(TextKind kind, String text) throws IOException {
    return new String(bytes(kind, text.getBytes(UTF_8)), UTF_8);
  }

  /** Read in small pieces. */
  private byte[] bytes(TextKind kind, byte[] input) throws IOException {
    InputStream pieces =
        new FilterInputStream(new ByteArrayInputStream(input)) {
          @Override
          public int read(byte[] block, int offset, int length) throws IOException {
            return super.read(block, offset, Math.min(length, 3));
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.scrub(kind, pieces, out);
    return out.toByteArray();
  }
}
