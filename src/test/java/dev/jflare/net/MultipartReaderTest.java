package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MultipartReaderTest {
  private static final String FIELD = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

  /** Title, what stands between the first and the final boundary of one part, and its content. */
  static Stream<Arguments> contents() {
    return Stream.of(
            "plain",
            "",
            "\r",
            "\n",
            "\r\n",
            "\r\n\r\n",
            "\r\n-",
            "\r\n--",
            "\r\n--B",
            "\r\n--BXY but longer",
            "\r\n--BX\r",
            "\r\n--BX-",
            "\r\n--BX -",
            "\r\n--BX\r\r",
            "\r\n--BX \t x",
            "\r\n--BX" + " ".repeat(200),
            "\r\r\n--B\r\n--BX.",
            "a\r\n--BXa\r\n--BXb\r\n--BX-\r\nc")
        .map(content -> Arguments.of(content.replace("\r", "\\r").replace("\n", "\\n"), content));
  }

  @ParameterizedTest(name = "[{0}]")
  @MethodSource("contents")
  void contentThatLooksLikeABoundaryIsKept_whereverThePiecesEnd(String title, String content)
      throws IOException {
    byte[] body =
        ("--BX\r\n" + FIELD + content + "\r\n--BX\r\n" + FIELD + "second\r\n--BX--\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    List<String> expected = List.of("a=" + content, "a=second");
    assertEquals(expected, read(body, body.length), "in one piece");
    assertEquals(expected, read(body, 1), "byte by byte");
    for (int cut = 1; cut < body.length; cut++) {
      assertEquals(expected, readInTwo(body, cut), "cut at " + cut);
    }
  }

  @Test
  void randomContentInRandomPieces_arrivesAsSent() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] crumbs = {"\r", "\n", "-", "--", "B", "BX", "\r\n--BX", "\r\n--", " ", "x", "\r\n"};
    for (int round = 0; round < 2_000; round++) {
      StringBuilder content = new StringBuilder("."); // not a boundary right at the start
      for (int i = random.nextInt(12); i > 0; i--) {
        content.append(crumbs[random.nextInt(crumbs.length)]);
      }
      String text = content.toString();
      if (text.matches("(?s).*\r\n--BX([ \t]*\r\n|--).*")
          || text.matches("(?s).*\r\n--BX[ \t]*\r?")) {
        continue; // that is a boundary
      }
      byte[] body = ("--BX\r\n" + FIELD + text + "\r\n--BX--").getBytes(StandardCharsets.US_ASCII);
      assertEquals(
          List.of("a=" + text), read(body, 1 + random.nextInt(9)), "seed " + seed + ": " + text);
    }
  }

  @Test
  void preambleEpilogueAndPadding_areDropped() throws IOException {
    String body =
        "hello\r\n--BX \t \r\n" + FIELD + "one\r\n--BX--\r\nbye\r\n--BX\r\n" + FIELD + "no";
    assertEquals(List.of("a=one"), read(body.getBytes(StandardCharsets.US_ASCII), 1));
  }

  @Test
  void aPartWithoutAnyContentLine_isEmpty() throws IOException {
    String body = "--BX\r\n" + FIELD + "--BX\r\n" + FIELD + "x\r\n--BX--";
    assertEquals(List.of("a=", "a=x"), read(body.getBytes(StandardCharsets.US_ASCII), 1));
  }

  @Test
  void untilTheFinalBoundary_theFormIsNotFinished() throws IOException {
    byte[] body = ("--BX\r\n" + FIELD + "one\r\n--BX--").getBytes(StandardCharsets.US_ASCII);
    MultipartReader reader = new MultipartReader("BX", new Recorder());
    reader.read(ByteBuffer.wrap(body, 0, body.length - 1));
    assertFalse(reader.finished());
    reader.read(ByteBuffer.wrap(body, body.length - 1, 1));
    assertTrue(reader.finished());
  }

  @Test
  void headersAndPartsBeyondTheLimit_areRefused() {
    String longHead = "--BX\r\nX: " + "x".repeat(MultipartReader.MAX_HEAD_BYTES);
    MultipartException head = assertThrows(MultipartException.class, () -> read(longHead));
    assertEquals("the headers of a part are longer than 8192 bytes", head.getMessage());

    String manyParts = ("--BX\r\n" + FIELD + "\r\n").repeat(MultipartReader.MAX_PARTS + 1);
    MultipartException parts = assertThrows(MultipartException.class, () -> read(manyParts));
    assertEquals("the form has more than 32 parts", parts.getMessage());
  }

  @Test
  void aPartWithoutAName_isRefused() {
    String noName = "--BX\r\nContent-Type: text/plain\r\n\r\nx\r\n--BX--";
    assertThrows(MultipartException.class, () -> read(noName));
    assertThrows(MultipartException.class, () -> read("--BX\r\n\r\nx\r\n--BX--"));
  }

  private static List<String> read(String body) throws IOException {
    return read(body.getBytes(StandardCharsets.US_ASCII), 100);
  }

  private static List<String> read(byte[] body, int piece) throws IOException {
    Recorder recorder = new Recorder();
    MultipartReader reader = new MultipartReader("BX", recorder);
    for (int at = 0; at < body.length; at += piece) {
      reader.read(ByteBuffer.wrap(body, at, Math.min(piece, body.length - at)));
    }
    assertTrue(reader.finished(), "the final boundary was not seen");
    return recorder.parts;
  }

  private static List<String> readInTwo(byte[] body, int cut) throws IOException {
    Recorder recorder = new Recorder();
    MultipartReader reader = new MultipartReader("BX", recorder);
    reader.read(ByteBuffer.wrap(body, 0, cut));
    reader.read(ByteBuffer.wrap(body, cut, body.length - cut));
    return recorder.parts;
  }

  /** Keeps each complete part as {@code name=content}. */
  private static final class Recorder implements MultipartSink {
    final List<String> parts = new ArrayList<>();
    private final StringBuilder current = new StringBuilder();

    @Override
    public void begin(MultipartPart part) {
      current.setLength(0);
      current.append(part.name()).append('=');
    }

    @Override
    public void data(ByteBuffer content) {
      assertTrue(content.hasRemaining(), "empty data");
      current.append(StandardCharsets.US_ASCII.decode(content));
    }

    @Override
    public void end() {
      parts.add(current.toString());
    }
  }
}
