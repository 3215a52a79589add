package dev.jflare.profile;

/**
 * How many real events one sampled event stands for. The formulas follow from how each sampler
 * picks its events; they were checked against programs whose totals are known (reference profiles
 * 2.1 and 5.4), and are again in {@code WeightsTest} with simulated samplers.
 */
final class Weights {
  private Weights() {}

  /**
   * An object picked by JVMTI's allocation sampler (Java 11 and later), which picks bytes with
   * exponential gaps: an object of s bytes is picked with probability 1-e^(-s/R). The same as Go's.
   *
   * @param size of the object, in bytes
   * @param interval mean number of bytes between two picks; 0 means that every object is picked
   */
  static double allocation(long size, long interval) {
    if (size <= 0 || interval <= 0) {
      return 1;
    }
    return -1 / Math.expm1(-(double) size / interval);
  }

  /**
   * An object picked by a counter of allocated bytes, as async-profiler's traps in TLAB refills do:
   * one pick each R bytes, so a small object is picked with probability s/R.
   */
  static double countedAllocation(long size, long interval) {
    return size <= 0 ? 1 : (double) Math.max(size, interval) / size;
  }

  /** The weight of what async-profiler says of an object and the buffer it needed. */
  static AllocationSums.Weight asyncAllocation(long interval) {
    return (size, buffer) -> asyncAllocation(size, buffer, interval);
  }

  /**
   * An object picked by async-profiler in either of its ways.
   *
   * @param buffer JVMTI's sampler leaves max(size, interval) here, traps in the JVM the buffer's
   *     size
   */
  static double asyncAllocation(long size, long buffer, long interval) {
    return buffer == Math.max(size, interval)
        ? allocation(size, interval)
        : countedAllocation(size, interval);
  }

  /**
   * An object for which the JVM took a new thread-local buffer, as JFR tells it: one event for each
   * buffer, so it stands for all of it.
   *
   * @param buffer size of the new buffer, in bytes; 0 when the object was allocated outside of any,
   *     and then every such object is an event
   */
  static double newBuffer(long size, long buffer) {
    return buffer == 0 ? 1 : countedAllocation(size, buffer);
  }

  /**
   * A wait picked by a counter of waited time: one pick each I nanoseconds, longer waits always.
   *
   * @param nanos how long this wait was
   * @param interval I; 0 means that every wait is picked
   */
  static double contentions(long nanos, long interval) {
    return nanos <= 0 ? 1 : Math.max(1, (double) interval / nanos);
  }

  /** What a picked wait stands for in nanoseconds: its weight times its length. */
  static double contentionNanos(long nanos, long interval) {
    return Math.max(nanos, interval);
  }
}
