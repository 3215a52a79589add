package dev.jflare.pprof;

import java.util.Locale;

/**
 * The profiles that a Go program serves below {@code /debug/pprof/}, by the names of their paths
 * (reference profiles 1.1).
 */
public enum GoProfile {
  /** What is allocated and what of it is in use: four columns, in use first. */
  HEAP,
  /** The same four columns, what was allocated first. */
  ALLOCS,
  /** CPU time of a window. */
  PROFILE,
  /** Waits for locks. */
  MUTEX,
  /** Waits of any kind that Go counts: locks, conditions, parking. */
  BLOCK,
  /** Stacks of all threads now. */
  GOROUTINE,
  /** Stacks that started threads. */
  THREADCREATE;

  /** The last part of the path, and the name in the file name of a download. */
  public String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether {@code seconds} means the difference of two looks; a CPU profile has no since-start
   * form.
   */
  public boolean isCumulative() {
    return this != PROFILE;
  }
}
