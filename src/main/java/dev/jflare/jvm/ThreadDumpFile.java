package dev.jflare.jvm;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The one dump that has virtual threads in it, on Java 21 and later. The JVM writes it to a file of
 * its own; it asks its lists of threads and does not walk the heap.
 */
public final class ThreadDumpFile {
  private static final String COMMAND = "Thread.dump_to_file";

  private ThreadDumpFile() {}

  /** Whether this JVM can. */
  public static boolean isPossible(Jvm jvm) {
    return jvm.feature() >= 21 && jvm.commands().contains(COMMAND);
  }

  /**
   * Writes all threads as JSON. A million virtual threads are some 500 MB.
   *
   * @param file in a private folder, replaced when it is there; the caller deletes it
   * @throws IOException when the JVM refuses
   */
  public static void write(Jvm jvm, Path file) throws IOException {
    // Quoted, because the command's parser splits at blanks.
    jvm.command(COMMAND, "-overwrite", "-format=json", "\"" + file.toAbsolutePath() + "\"");
  }
}
