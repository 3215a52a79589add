package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With chunks that are a header and some bytes: their content is for RecordingFile. */
class NewChunksTest {
  @TempDir Path folder;
  private final NewChunks chunks = new NewChunks();

  @Test
  void eachChunkIsReadOnce() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), chunk(100, 300));
    assertEquals(List.of(100L), read(file));
    assertEquals(List.of(), read(file));
    append(file, chunk(200, 70_000));
    append(file, chunk(300, 200_000));
    assertEquals(List.of(200L, 300L), read(file));
    assertEquals(List.of(), read(file));
  }

  @Test
  void theOpenChunkAtTheEndWaitsUntilItIsFinished() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), chunk(100, 300));
    byte[] second = chunk(200, 500);
    byte[] open = second.clone();
    ByteBuffer.wrap(open).putLong(8, 1 << 30).putLong(16, 0).putLong(24, 0);
    append(file, open);
    assertEquals(List.of(100L), read(file));
    Files.write(file, chunk(100, 300));
    append(file, second);
    assertEquals(List.of(200L), read(file));
  }

  @Test
  void aChunkThatIsCutOffIsNotRead() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), chunk(100, 300));
    append(file, java.util.Arrays.copyOf(chunk(200, 5_000), 4_000));
    assertEquals(List.of(100L), read(file));
  }

  @Test
  void aFileThatBeginsAnewHasNewChunksOnly() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), chunk(100, 300));
    append(file, chunk(200, 300));
    assertEquals(List.of(100L, 200L), read(file));
    Files.write(file, chunk(300, 300));
    assertEquals(List.of(300L), read(file));
  }

  @Test
  void aCopyThatStartsLaterEachTimeIsReadWithoutRepeatsAndGaps() throws Exception {
    Path copy = Files.write(folder.resolve("copy.jfr"), chunk(100, 300));
    append(copy, chunk(200, 300));
    assertEquals(List.of(100L, 200L), read(copy));
    Files.write(copy, chunk(200, 300));
    append(copy, chunk(300, 300));
    assertEquals(List.of(300L), read(copy));
  }

  @Test
  void whatIsNoRecordingIsAnError() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), new byte[1_000]);
    assertThrows(IOException.class, () -> read(file));
  }

  @Test
  void afterAChunkThatCannotBeUsedTheNextOneIsRead() throws Exception {
    Path file = Files.write(folder.resolve("ap.jfr"), chunk(100, 300));
    append(file, chunk(200, 300));
    assertThrows(
        IOException.class,
        () ->
            chunks.read(
                file,
                bytes -> {
                  throw new IOException("damaged");
                }));
    assertEquals(List.of(200L), read(file));
  }

  private List<Long> read(Path file) throws IOException {
    List<Long> seen = new ArrayList<>();
    chunks.read(
        file,
        bytes -> {
          assertEquals(ByteBuffer.wrap(bytes).getLong(8), bytes.length);
          assertEquals(7, bytes[bytes.length - 1], "read to its end");
          seen.add(ByteBuffer.wrap(bytes).getLong(48));
        });
    return seen;
  }

  private static void append(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.APPEND);
  }

  private static byte[] chunk(long startTicks, int size) {
    ByteBuffer chunk = ByteBuffer.allocate(size);
    chunk.putInt(0, 0x464c5200).putShort(4, (short) 2).putShort(6, (short) 1);
    chunk.putLong(8, size).putLong(16, 100).putLong(24, 68).putLong(48, startTicks);
    chunk.put(size - 1, (byte) 7);
    return chunk.array();
  }
}
