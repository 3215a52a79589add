package dev.jflare.profile;

import java.util.function.ObjIntConsumer;
import one.jfr.event.AllocationSample;

/**
 * Counts equal samples of allocations, which are most of what a recording holds: a name has to be
 * found for each different one only. Their times are dropped.
 */
final class AllocationFold {
  /** Of different samples that are kept at a time: some 3 MB. */
  private static final int MOST = 1 << 15;

  private static final int SLOTS = 2 * MOST;

  private final AllocationSample[] samples = new AllocationSample[SLOTS];
  private final int[] counts = new int[SLOTS];
  private int size;

  void add(AllocationSample sample) {
    int slot = slot(sample);
    for (AllocationSample other = samples[slot]; other != null; other = samples[slot]) {
      if (same(sample, other)) {
        counts[slot]++;
        return;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    samples[slot] = sample;
    counts[slot] = 1;
    size++;
  }

  boolean isFull() {
    return size == MOST;
  }

  /** Hands out what was counted and forgets it. */
  void drain(ObjIntConsumer<AllocationSample> consumer) {
    for (int i = 0; i < SLOTS && size > 0; i++) {
      AllocationSample sample = samples[i];
      if (sample != null) {
        consumer.accept(sample, counts[i]);
        samples[i] = null;
        size--;
      }
    }
  }

  private static int slot(AllocationSample sample) {
    long mix = sample.stackTraceId * 0x9E3779B97F4A7C15L + sample.classId;
    mix = (mix ^ sample.tid) * 0xC2B2AE3D27D4EB4FL + sample.allocationSize;
    mix *= 0x9E3779B97F4A7C15L;
    return (int) (mix >>> 40) & (SLOTS - 1);
  }

  private static boolean same(AllocationSample one, AllocationSample other) {
    return one.stackTraceId == other.stackTraceId
        && one.tid == other.tid
        && one.classId == other.classId
        && one.allocationSize == other.allocationSize
        && one.tlabSize == other.tlabSize;
  }
}
