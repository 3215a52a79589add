package dev.jflare.profile;

import dev.jflare.pprof.Labels;
import dev.jflare.pprof.ProfileBuilder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What async-profiler records of native code on request: memory taken from malloc, and waits for
 * native locks. Go has no such profiles, so each is one of its own.
 */
final class NativeTables {
  static final String MALLOC = "profiler.Malloc";
  static final String LOCK = "profiler.NativeLock";

  private final SampleTable memory = new SampleTable(2);
  private final SampleTable locks = new SampleTable(2);

  /** What is asked for of their events. */
  static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new HashMap<>();
    fields.put(MALLOC, Arrays.asList("startTime", "eventThread", "stackTrace", "size"));
    fields.put(LOCK, Arrays.asList("startTime", "eventThread", "stackTrace", "duration"));
    return fields;
  }

  SampleTable memory() {
    return memory;
  }

  SampleTable locks() {
    return locks;
  }

  /**
   * Adds an allocation, picked by a counter of allocated bytes.
   *
   * @param interval bytes between two picks
   */
  void addMalloc(Stack stack, String thread, long size, long interval) {
    double weight = Weights.countedAllocation(size, interval);
    add(memory, stack, thread, weight, weight * size);
  }

  /**
   * Adds a wait, picked by a counter of waited time.
   *
   * @param interval nanoseconds between two picks
   */
  void addLock(Stack stack, String thread, long nanos, long interval) {
    double contentions = Weights.contentions(nanos, interval);
    add(locks, stack, thread, contentions, Weights.contentionNanos(nanos, interval));
  }

  private static void add(
      SampleTable table, Stack stack, String thread, double count, double amount) {
    double[] row = table.row(new SampleKey(stack, Labels.of("thread", thread)));
    row[0] += count;
    row[1] += amount;
  }

  static ProfileBuilder memoryProfile(long interval) {
    ProfileBuilder profile = new ProfileBuilder();
    profile.sampleType("alloc_objects", "count").sampleType("alloc_space", "bytes");
    return profile.period("space", "bytes", interval);
  }

  static ProfileBuilder lockProfile() {
    ProfileBuilder profile = new ProfileBuilder();
    profile.sampleType("contentions", "count").sampleType("delay", "nanoseconds");
    return profile.period("contentions", "count", 1);
  }
}
