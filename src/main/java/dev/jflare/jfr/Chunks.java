package dev.jflare.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the finished chunks of a recording. A recording that is still written to, or was copied or
 * killed half way, ends with a chunk that has no constant pool yet or is larger than the file; JDK
 * tools refuse such a file, so it is cut there. Recordings put one behind the other are one
 * recording.
 */
public final class Chunks {
  private static final int MAGIC = 0x464c5200;

  /** From JDK 11 and 8u262 on. Chunks of older, commercial recorders differ inside. */
  private static final int MAJOR = 2;

  private Chunks() {}

  /**
   * The finished chunks in their order; none when there is no finished one.
   *
   * @throws IOException when the file cannot be read or does not start like a recording
   */
  public static List<Chunk> of(Path recording) throws IOException {
    try (FileChannel channel = FileChannel.open(recording, StandardOpenOption.READ)) {
      return of(channel);
    }
  }

  static List<Chunk> of(FileChannel channel) throws IOException {
    if (channel.size() >= Chunk.HEADER) {
      ByteBuffer header = header(channel, 0);
      if (!isRecording(header)) {
        throw new IOException("not a JFR recording of format 2: " + describe(header));
      }
    }
    return finished(channel);
  }

  /** How many bytes from the start are finished chunks; 0 also when it is no recording at all. */
  public static long finishedBytes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      List<Chunk> chunks = finished(channel);
      return chunks.isEmpty() ? 0 : chunks.get(chunks.size() - 1).end();
    }
  }

  private static List<Chunk> finished(FileChannel channel) throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    long length = channel.size();
    long offset = 0;
    while (offset + Chunk.HEADER <= length) {
      ByteBuffer header = header(channel, offset);
      long size = header.getLong(8);
      long pools = header.getLong(16);
      long metadata = header.getLong(24);
      boolean fits = size >= Chunk.HEADER && size <= length - offset;
      if (!isRecording(header) || !fits || !inside(pools, size) || !inside(metadata, size)) {
        break;
      }
      boolean compressed = (header.getInt(64) & 1) == 1;
      chunks.add(new Chunk(offset, size, metadata, compressed, header.getLong(48)));
      offset += size;
    }
    return chunks;
  }

  private static boolean isRecording(ByteBuffer header) {
    return header.getInt(0) == MAGIC && header.getShort(4) == MAJOR;
  }

  private static boolean inside(long offset, long size) {
    return offset >= Chunk.HEADER && offset < size;
  }

  private static ByteBuffer header(FileChannel channel, long offset) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Chunk.HEADER);
    while (header.hasRemaining()) {
      if (channel.read(header, offset + header.position()) < 0) {
        throw new IOException("recording shrank while it was read, at byte " + offset);
      }
    }
    return header;
  }

  private static String describe(ByteBuffer header) {
    return "magic 0x" + Integer.toHexString(header.getInt(0)) + ", major " + header.getShort(4);
  }
}
