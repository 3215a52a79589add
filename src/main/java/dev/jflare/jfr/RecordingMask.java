package dev.jflare.jfr;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.jflare.lang.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Masks the strings of a recording without changing anything else: each is overwritten where it
 * stands with as many bytes. So every event stays, no offset moves, nothing has to be written anew,
 * and it works on recordings of every JDK from 8 on and of async-profiler, on every JDK.
 *
 * <p>Fails closed: a chunk that cannot be walked from its first byte to its last is an error. Names
 * of classes, methods and modules stay; they are what a recording is read for.
 */
public final class RecordingMask {
  private static final int COPY_BUFFER = 1 << 20;

  private RecordingMask() {}

  /**
   * Copies the finished chunks of a recording and masks the copy. Memory depends on the number of
   * different pooled strings in a chunk, not on the size of the recording.
   *
   * @param maskedCopy must not exist; deleted again when this fails
   * @throws IOException when a file cannot be read or written, the recording has no finished chunk,
   *     or a chunk cannot be understood
   */
  public static MaskReport mask(Path recording, Path maskedCopy, StringMask mask)
      throws IOException {
    MaskReport report = new MaskReport();
    OwnerOnly.file(maskedCopy); // for a moment the copy is not masked yet
    boolean done = false;
    try (FileChannel in = FileChannel.open(recording, READ);
        FileChannel out = FileChannel.open(maskedCopy, READ, WRITE)) {
      List<Chunk> chunks = Chunks.of(in);
      if (chunks.isEmpty()) {
        throw new IOException("recording has no finished chunk; size " + in.size() + " bytes");
      }
      long end = chunks.get(chunks.size() - 1).end();
      copy(in, out, end);
      report.cut(in.size() - end);
      for (Chunk chunk : chunks) {
        new ChunkMask(out, chunk, mask, report).run();
        report.chunk(chunk.size());
      }
      done = true;
      return report;
    } finally {
      if (!done) {
        Files.deleteIfExists(maskedCopy); // a copy half masked is a leak
      }
    }
  }

  /**
   * Shows every string that {@link #mask} would ask about, and changes nothing.
   *
   * @return how many bytes from the start could be read; what is behind them is no finished chunk
   * @throws IOException when the file cannot be read, or a chunk cannot be understood
   */
  public static long look(Path recording, BiConsumer<StringField, String> each) throws IOException {
    StringMask keep =
        (field, value) -> {
          each.accept(field, value);
          return value;
        };
    long end = 0;
    try (FileChannel in = FileChannel.open(recording, READ)) {
      for (Chunk chunk : Chunks.of(in)) {
        new ChunkMask(in, chunk, keep, new MaskReport()).run();
        end = chunk.end();
      }
    }
    return end;
  }

  private static void copy(FileChannel in, FileChannel out, long end) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(COPY_BUFFER);
    long position = 0;
    while (position < end) {
      buffer.clear().limit((int) Math.min(COPY_BUFFER, end - position));
      int count = in.read(buffer, position);
      if (count < 0) {
        throw new IOException("recording shrank while it was read, at byte " + position);
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        position += out.write(buffer, position);
      }
    }
  }
}
