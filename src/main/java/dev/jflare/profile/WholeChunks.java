package dev.jflare.profile;

import dev.jflare.jfr.Chunks;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts JFR files one behind the other, each cut at the end of its last finished chunk. */
final class WholeChunks {
  private WholeChunks() {}

  static boolean copy(Path target, List<Path> sources) throws IOException {
    Map<Path, Long> lengths = new LinkedHashMap<>();
    for (Path source : sources) {
      long length = Chunks.finishedBytes(source);
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
