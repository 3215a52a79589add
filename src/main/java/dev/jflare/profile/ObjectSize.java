package dev.jflare.profile;

import dev.jflare.pprof.Labels;

/**
 * The size label of heap samples. Go counts objects of one stack and one size class together and
 * writes their size as the label {@code bytes}. Here the class of an object gives its size, and
 * only arrays need size classes, or a site that makes buffers of any length would have as many rows
 * as lengths. A label must not depend on what else was sampled: tools that subtract two profiles
 * take samples with different labels for different ones.
 */
final class ObjectSize {
  /** As fine as Go's allocator, which wastes an eighth at most. */
  private static final int STEPS_PER_DOUBLING = 8;

  private ObjectSize() {}

  static Labels labels(String type, String thread, long size) {
    return Labels.of("class", type, "thread", thread)
        .withBytes(varies(type) ? rounded(size) : size);
  }

  /** Whether objects of this type are of any size. */
  static boolean varies(String type) {
    return type.endsWith("[]");
  }

  /** Up to the next size class. */
  static long rounded(long size) {
    if (size <= 0) {
      return 0;
    }
    long step = Math.max(8, Long.highestOneBit(size) / STEPS_PER_DOUBLING);
    return (size + step - 1) / step * step;
  }
}
