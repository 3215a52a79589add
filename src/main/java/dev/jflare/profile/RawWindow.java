package dev.jflare.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The recordings of a window of a session that goes on, chunk by chunk as they are finished. */
final class RawWindow {
  /** Beyond this it is not a window any more that somebody wants to look at. */
  private static final long MOST_BYTES = 256L << 20;

  private final Path folder;
  private long bytes;

  RawWindow(Path folder) {
    this.folder = folder;
  }

  void add(boolean async, byte[] chunk) throws IOException {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      return;
    }
    Path file = folder.resolve(async ? Recordings.AP_FILE : Recordings.JDK_FILE);
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      out.write(chunk);
    }
  }

  /** Whether it has become so large that the rest was left out. */
  boolean isCut() {
    return bytes > MOST_BYTES;
  }
}
