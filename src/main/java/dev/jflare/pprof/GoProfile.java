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
   * An empty profile with Go's columns, period and default column.
   *
   * @param period for heap and allocs the mean number of bytes between two samples, 0 when it is
   *     not known; for CPU the nanoseconds between two; the others have 1
   */
  public ProfileBuilder newProfile(long period) {
    ProfileBuilder profile = new ProfileBuilder();
    switch (this) {
      case HEAP:
      case ALLOCS:
        profile.sampleType("alloc_objects", "count").sampleType("alloc_space", "bytes");
        profile.sampleType("inuse_objects", "count").sampleType("inuse_space", "bytes");
        profile.defaultSampleType(this == ALLOCS ? "alloc_space" : "");
        return profile.period("space", "bytes", period);
      case PROFILE:
        profile.sampleType("samples", "count").sampleType("cpu", "nanoseconds");
        return profile.period("cpu", "nanoseconds", period);
      case MUTEX:
      case BLOCK:
        profile.sampleType("contentions", "count").sampleType("delay", "nanoseconds");
        return profile.period("contentions", "count", 1);
      default:
        return profile.sampleType(path(), "count").period(path(), "count", 1);
    }
  }

  /**
   * Whether {@code seconds} means the difference of two looks; a CPU profile has no since-start
   * form.
   */
  public boolean isCumulative() {
    return this != PROFILE;
  }
}
