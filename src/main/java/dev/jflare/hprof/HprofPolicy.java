package dev.jflare.hprof;

import java.util.Map;

/** Decides which few values of a heap dump stay readable; all others become zero. */
public interface HprofPolicy {
  /**
   * Whether the {@code int} and {@code long} fields of a class are counters that leak analysis
   * needs: the sizes of collections. Classes are recognised by their serialVersionUID and not by
   * their name, because a JVM of Java 22 or later writes its objects before the names are known to
   * a reader of the stream.
   *
   * @param serialVersionUid the value of a static {@code long} of the class
   */
  boolean keepsCounters(long serialVersionUid);

  /**
   * Texts that may be shown where an array of characters, or of bytes in Latin-1, holds exactly
   * that: names of threads, for example. Key is the text in the dump, value what takes its place,
   * of the same length.
   */
  Map<String, String> texts();
}
