package dev.jflare.archive;

import java.io.Closeable;
import java.io.InputStream;

/**
 * A heap dump that a JVM is about to write, see {@link dev.jflare.hprof.HprofParts}. Both streams
 * are read at the same time; the JVM stands still until they have been.
 */
public interface HeapDumpStreams extends Closeable {
  /** The first file, up to its end mark. */
  InputStream start();

  /** The second file; no more than an end mark where there is none. */
  InputStream objects();

  /** The dump has failed here: the JVM need not write any further, and the streams end. */
  @Override
  void close();
}
