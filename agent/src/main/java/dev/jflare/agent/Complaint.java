package dev.jflare.agent;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One line on the process's stderr, for the single case that asks for it: somebody wrote {@code
 * -javaagent} options that cannot work. Written to the descriptor, because the host may have put
 * something else into System.err.
 */
final class Complaint {
  private Complaint() {}

  static void print(String line) {
    FileOutputStream err = new FileOutputStream(FileDescriptor.err);
    try {
      err.write(("jflare: " + line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException nobodyListens) {
      // there is no other place to say it
    }
  }
}
