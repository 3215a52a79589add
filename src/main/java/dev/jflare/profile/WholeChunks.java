package dev.jflare.profile;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts JFR files at the end of their last finished chunk. Header, big endian, 68 bytes:
 *
 * <pre>
 * 0 magic "FLR\0"   4 version   8 size of chunk   16 offset of constants   24 offset of metadata
 * </pre>
 *
 * An open chunk has no constants yet (reference profiles 3.2).
 */
final class WholeChunks {
  private static final int HEADER_SIZE = 68;
  private static final int MAGIC = 0x464c5200;

  private WholeChunks() {}

  static boolean copy(Path target, List<Path> sources) throws IOException {
    Map<Path, Long> lengths = new LinkedHashMap<>();
    for (Path source : sources) {
      long length = length(source);
      if (length > 0) {
        lengths.put(source, length);
      }
    }
    if (lengths.isEmpty()) {
      return false;
    }
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Map.Entry<Path, Long> source : lengths.entrySet()) {
        append(source.getKey(), source.getValue(), out);
      }
    }
    return true;
  }

  /** How many bytes from the start are whole chunks. */
  static long length(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long end = 0;
      for (long next = chunkEnd(in, 0); next > end; next = chunkEnd(in, end)) {
        end = next;
      }
      return end;
    }
  }

  /** Where the chunk that starts here ends, or the start itself when it is not whole. */
  private static long chunkEnd(FileChannel in, long start) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
    while (header.hasRemaining()) {
      if (in.read(header, start + header.position()) < 0) {
        return start;
      }
    }
    long size = header.getLong(8);
    boolean whole =
        header.getInt(0) == MAGIC
            && size >= HEADER_SIZE
            && size <= in.size() - start
            && header.getLong(16) != 0
            && header.getLong(24) != 0;
    return whole ? start + size : start;
  }

  private static void append(Path source, long length, FileChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ)) {
      for (long done = 0; done < length; ) {
        long copied = in.transferTo(done, length - done, out);
        if (copied <= 0) {
          throw new EOFException(source.getFileName() + " shrank while it was copied");
        }
        done += copied;
      }
    }
  }
}
