package dev.jflare.archive;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What one collector may write into a flare. There is no raw stream here: text passes the scrubber,
 * a recording its mask, a profile its string mask, so what a collector cannot write raw cannot
 * leak. All paths are relative to the flare's root, with {@code /} between names. When a
 * collector's time is up its evidence is closed; later calls throw {@link ClosedEvidenceException}
 * and change nothing.
 *
 * <p>How a text is scrubbed follows from the path: {@code .yaml} and {@code .yml} as YAML, {@code
 * .json} as JSON, everything below {@code etc/} as configuration (comments go), the rest as text.
 */
public interface Evidence {
  /**
   * A note whose key begins with this is something that stands out: {@code status.log} shows it.
   */
  String FINDING = "finding.";

  /** Adds a text. */
  void text(String path, CharSequence content) throws IOException;

  /**
   * Adds a text read to its end; the stream is not closed.
   *
   * @param capBytes how much may go in; the rest is left out and the entry marked as cut
   */
  void text(String path, InputStream content, long capBytes) throws IOException;

  /**
   * Adds the copy of a text file and notes its owner and mode for {@code permissions.log}. A file
   * above the cap keeps its tail, because the end of a log is what an incident left behind.
   */
  void file(String path, Path source, long capBytes) throws IOException;

  /** Adds a JFR recording with its sensitive strings masked in place. */
  void recording(String path, Path jfr) throws IOException;

  /**
   * Adds a pprof profile; gzip is added here.
   *
   * @param proto the message of profile.proto, not compressed
   */
  void pprof(String path, byte[] proto) throws IOException;

  /**
   * Adds a heap dump, masked while the JVM writes it; gzip is added here.
   *
   * @param dump closed when this fails
   * @param names texts of the JVM that may stay readable as the scrubber leaves them: its threads
   */
  void heapDump(String path, HeapDumpStreams dump, Collection<String> names) throws IOException;

  /** Notes that a file exists, with mode and owner, without taking its content. */
  void permissions(Path file);

  /**
   * Says that something is not there and why; the collector's status becomes {@code partial}.
   *
   * @param path the entry that is missing, or null when the gap is not a file
   */
  void gap(@Nullable String path, String why);

  /**
   * A fact about how the evidence came to be, kept with the collector in the manifest: an engine, a
   * command, a count.
   */
  void note(String key, String value);
}
