package dev.jflare.profile;

import dev.jflare.jfr.Chunk;
import dev.jflare.jfr.Chunks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Reads what a recorder has finished since the last look: async-profiler adds chunks to one file,
 * JFR gives a copy of all that it still has. A chunk is known by the time it began.
 */
final class NewChunks {
  /**
   * A chunk is 16 MB by default, with either recorder; what is far beyond is not worth the heap.
   */
  static final long MOST_BYTES = 64L << 20;

  private static final int PIECE = 1 << 16;

  private long newest = Long.MIN_VALUE;

  /**
   * Shows each finished chunk that was not there the last time, in order.
   *
   * @return how many were too large to be read
   * @throws IOException when the file cannot be read; chunks that were shown are not shown again
   */
  int read(Path file, Sink sink) throws IOException {
    int tooLarge = 0;
    for (Chunk chunk : Chunks.of(file)) {
      if (chunk.startTicks() > newest) {
        newest = chunk.startTicks();
        if (chunk.size() > MOST_BYTES) {
          tooLarge++;
        } else {
          sink.chunk(bytes(file, chunk));
        }
      }
    }
    return tooLarge;
  }

  /** In pieces, and not by a channel: the JDK would keep as much memory outside the heap. */
  private static byte[] bytes(Path file, Chunk chunk) throws IOException {
    byte[] bytes = new byte[(int) chunk.size()];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(chunk.offset());
      for (int done = 0; done < bytes.length; done += PIECE) {
        in.readFully(bytes, done, Math.min(PIECE, bytes.length - done));
      }
    }
    return bytes;
  }

  /** Takes the chunks. */
  interface Sink {
    void chunk(byte[] whole) throws IOException;
  }
}
