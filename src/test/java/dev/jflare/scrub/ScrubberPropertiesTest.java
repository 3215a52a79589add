package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every text: tried on random ones made of what the rules look for. */
class ScrubberPropertiesTest {
  private static final String[] PARTS = {
    "password",
    "pass",
    "pwd",
    "=",
    ": ",
    ":",
    " ",
    " = ",
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "#",
    "token",
    "_secret",
    "api_key",
    "app_key=",
    "ddapp_",
    "Bearer ",
    "Bearer  ",
    "*",
    "********",
    "<password>",
    "</",
    "<p name=\"",
    "value=\"",
    ">",
    "--token",
    "x-api-key",
    "cookie",
    "private_key",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    "&",
    "0123456789abcdef0123456789abcdef",
    "0123456789abcdef0123456789abcdef01234567",
    "DDRCM_",
    "ABCDEFGHIJK",
    "http://",
    "://",
    "@",
    "user",
    "host",
    "|",
    "-D",
    "--",
    "client-secret",
    "abc",
    "12",
    "ENC[",
    "ENC[x]",
    "-----BEGIN ",
    "-----",
    "-----END ",
    "MIIB+/=",
    "community_strings",
    "DELA[",
    "fallback=",
    "auth",
    "null",
    "\u00e9",
    "\u0000",
    ".",
    "pattern",
    "scanning_rules",
  };

  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  /** The same texts every time; -Djflare.seed looks for others. */
  private final long seed = Long.getLong("jflare.seed", 8055874143778L);

  @ParameterizedTest
  @EnumSource(names = {"TEXT", "CONFIG"})
  void scrubbingTwice_changesNoMoreThanOnce(TextKind kind) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 6_000; i++) {
      String text = text(random, 14);
      String once = scrub(kind, stream(text));
      String twice = scrub(kind, stream(once));
      assertEquals(once, twice, () -> "seed " + seed + ", input " + quoted(text));
    }
  }

  @Test
  void whatDatadogMasks_isMaskedHereToo() throws IOException {
    String secret = "S3cr3tQ9";
    Random random = new Random(seed);
    DatadogScrubber datadog = DatadogScrubber.ofFlare();
    int masked = 0;
    for (int i = 0; i < 20_000; i++) {
      // a comment is dropped there and kept here, so none is tried
      String text = (text(random, 8) + secret + text(random, 4)).replace("#", "");
      String theirs = new String(datadog.bytes(text.getBytes(ISO_8859_1)), ISO_8859_1);
      if (!theirs.contains(secret)) {
        masked++;
        String ours = scrub(TextKind.TEXT, stream(text));
        assertFalse(ours.contains(secret), () -> "seed " + seed + ", input " + quoted(text));
      }
    }
    assertTrue(masked > 500, "only " + masked + " of the texts had something to mask");
  }

  @Test
  void streamInPieces_isScrubbedAsInOne() throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String text = text(random, 120);
      InputStream pieces = new Pieces(stream(text), random);
      assertEquals(
          scrub(TextKind.TEXT, stream(text)),
          scrub(TextKind.TEXT, pieces),
          () -> "seed " + seed + ", input " + quoted(text));
    }
  }

  @Test
  void piecesOfEverySize_giveTheSame() throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      String text = text(random, 60);
      String expected = scrub(TextKind.TEXT, stream(text));
      for (int size = 1; size < 40; size++) {
        InputStream pieces = new Pieces(stream(text), size);
        assertEquals(
            expected, scrub(TextKind.TEXT, pieces), () -> "seed " + seed + ", " + quoted(text));
      }
    }
  }

  /** Masks may frame themselves with a blank and quotes; nothing else is new, lost or moved. */
  @Test
  void whatIsNotMasked_staysWhereItWas() {
    Random random = new Random(seed);
    for (int i = 0; i < 6_000; i++) {
      String text = text(random, 14).replace("*", "").replaceAll("\\s+", " ");
      String bare = unframed(text);
      String[] kept = unframed(scrubber.line(text)).split("\\*{8,}", -1);
      int last = kept.length - 1;
      int at = 0;
      for (int k = 0; k <= last; k++) {
        int found = k == last ? bare.length() - kept[k].length() : bare.indexOf(kept[k], at);
        boolean there = found >= at && bare.startsWith(kept[k], found) && (k > 0 || found == 0);
        assertTrue(there, () -> "seed " + seed + ", input " + quoted(text));
        at = found + kept[k].length();
      }
    }
  }

  private static String unframed(String text) {
    return text.replace(" ", "").replace("\"", "");
  }

  @Test
  void stringAndStream_areScrubbedAlike() throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      String text = text(random, 40);
      String streamed = scrub(TextKind.TEXT, stream(text));
      assertEquals(streamed, scrubber.line(text), () -> "seed " + seed + ", input " + quoted(text));
    }
  }

  @Test
  void hints_missNothing() {
    Random random = new Random(seed);
    DatadogScrubber fast = DatadogScrubber.ofFlare();
    for (int i = 0; i < 6_000; i++) {
      String line = text(random, 12).replace("\n", " ");
      assertArrayEquals(
          SlowDatadog.line(line).getBytes(ISO_8859_1),
          fast.line(line).getBytes(ISO_8859_1),
          () -> "seed " + seed + ", input " + quoted(line));
    }
  }

  static Stream<Supplier<String>> adversaries() {
    return Stream.of(
        () -> "pass" + "_".repeat(500_000),
        () -> "pass".repeat(125_000),
        () -> "a:".repeat(250_000) + "@",
        () -> "a@".repeat(250_000),
        () -> "http://".repeat(70_000) + "@",
        () -> ":a@|".repeat(125_000),
        () -> "Bearer " + " ".repeat(500_000),
        () -> "Bearer ".repeat(70_000),
        () -> "Bearer *".repeat(60_000),
        () -> "token" + " ".repeat(500_000) + ":",
        () -> ": ".repeat(250_000),
        () -> "x-api-key x-".repeat(40_000) + ":",
        () -> "- ".repeat(250_000) + "0123456789abcdef0123456789abcdef",
        () -> "-----BEGIN ".repeat(45_000),
        () -> "-----BEGIN -----".repeat(31_000),
        () -> "community_strings:" + " ".repeat(400_000),
        () -> "community_strings: ".repeat(25_000),
        () -> "community_strings: [".repeat(25_000),
        () -> "\"token\":\"".repeat(55_000),
        () -> "token=[".repeat(70_000),
        () -> "--token ".repeat(60_000),
        () -> "--".repeat(250_000),
        () -> "api_key=".repeat(60_000),
        () -> "api_key" + " ".repeat(500_000) + ":",
        () -> "DELA[fallback" + " ".repeat(500_000),
        () -> "ENC[".repeat(100_000) + " password: x",
        () -> "password=ENC[".repeat(40_000),
        () -> "DDRCM_".repeat(80_000),
        () -> "scanning_rules " + "pattern ".repeat(60_000) + ":",
        () -> "<token>".repeat(70_000),
        () -> "<name><!--".repeat(50_000) + "token",
        () -> "<name>token</name>".repeat(25_000),
        () -> "<token a='".repeat(50_000),
        () -> "<token" + " a=''".repeat(100_000),
        () -> "<token" + " ".repeat(500_000),
        () -> "<token ".repeat(70_000),
        () -> "<token><![CDATA[".repeat(30_000));
  }

  /** Half a megabyte in one line; quadratic work on it would take minutes. */
  @ParameterizedTest
  @MethodSource("adversaries")
  void workIsLinear_whateverTheLineIs(Supplier<String> adversary) {
    String text = adversary.get();
    Duration generous = Duration.ofSeconds(10);
    assertTimeoutPreemptively(generous, () -> scrubber.line(text), text.substring(0, 20));
    byte[] bytes = text.getBytes(ISO_8859_1);
    DatadogScrubber datadog = DatadogScrubber.ofFlare();
    assertTimeoutPreemptively(generous, () -> datadog.bytes(bytes), text.substring(0, 20));
  }

  @Test
  void memory_doesNotGrowWithTheInput() throws IOException {
    byte[] line =
        "2026-11-22 12:00:00 INFO c.a.B request id=17 served in 12 ms password=x\n"
            .getBytes(ISO_8859_1);
    long size = 50L << 20;
    long[] written = new long[1];
    OutputStream count =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] b, int offset, int length) {
            written[0] += length;
          }
        };
    long before = allocatedLive();
    scrubber.scrub(TextKind.TEXT, new Repeating(line, size), count);
    assertTrue(written[0] > size - 1000);
    long grown = allocatedLive() - before;
    assertTrue(grown < 8 << 20, "kept " + grown + " bytes");
  }

  private static long allocatedLive() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String text(Random random, int mostParts) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(mostParts); parts >= 0; parts--) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }

  private String scrub(TextKind kind, InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    scrubber.forAnotherFlare().scrub(kind, in, out);
    return out.toString(ISO_8859_1);
  }

  /** Gives out a few bytes at a time. */
  private static final class Pieces extends FilterInputStream {
    private final IntSupplier sizes;

    Pieces(InputStream in, Random random) {
      super(in);
      this.sizes = () -> 1 + random.nextInt(9);
    }

    Pieces(InputStream in, int size) {
      super(in);
      this.sizes = () -> size;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, sizes.getAsInt()));
    }
  }

  /** The same line until a size is reached. */
  private static final class Repeating extends InputStream {
    private final byte[] line;
    private final long size;
    private long given;

    Repeating(byte[] line, long size) {
      this.line = line;
      this.size = size;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException("only read in pieces");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int start = (int) (given % line.length);
      int count = Math.min(length, line.length - start);
      System.arraycopy(line, start, buffer, offset, count);
      given += count;
      return given > size ? -1 : count;
    }
  }
}
