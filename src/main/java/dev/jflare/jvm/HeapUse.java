package dev.jflare.jvm;

import java.util.Optional;

/**
 * How full the heap is, by the counters a JVM publishes. Most collectors bring them up to date at a
 * collection only, so a JVM that has not collected yet seems to use nothing.
 */
public final class HeapUse {
  private static final String GENERATION = "sun.gc.generation.";

  /** The generations of the heap; 2 was the permanent generation. */
  private static final int GENERATIONS = 2;

  private static final int SPACES = 3;

  private final long usedBytes;
  private final long maxBytes;

  private HeapUse(long usedBytes, long maxBytes) {
    this.usedBytes = usedBytes;
    this.maxBytes = maxBytes;
  }

  /** Empty when these counters know no heap (OpenJ9, Epsilon). */
  static Optional<HeapUse> of(PerfData data) {
    long used = 0;
    long sum = 0;
    long largest = 0;
    for (int generation = 0; generation < GENERATIONS; generation++) {
      String name = GENERATION + generation;
      long max = data.number(name + ".maxCapacity").orElse(0L);
      sum += max;
      largest = Math.max(largest, max);
      for (int space = 0; space < SPACES; space++) {
        used += data.number(name + ".space." + space + ".used").orElse(0L);
      }
    }
    // Serial, Parallel and CMS divide the heap and call the first part "new"; with G1, ZGC and
    // Shenandoah each generation may become the whole of it (seen on 8 to 25).
    boolean divided = data.text(GENERATION + "0.name").orElse("").equals("new");
    long max = divided ? sum : largest;
    return max > 0 ? Optional.of(new HeapUse(used, max)) : Optional.empty();
  }

  /** Bytes in use, garbage included, at the latest count. */
  public long usedBytes() {
    return usedBytes;
  }

  /** Bytes it may grow to: {@code -Xmx}, within a few bytes. */
  public long maxBytes() {
    return maxBytes;
  }
}
