package dev.jflare.profile;

import dev.jflare.profile.JdkEvents.CpuTime;
import dev.jflare.profile.JdkEvents.CpuTimeLost;
import dev.jflare.profile.JdkEvents.MonitorWait;
import dev.jflare.profile.JdkEvents.OldObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import one.jfr.event.AllocationSample;
import one.jfr.event.ContendedLock;
import one.jfr.event.Event;
import one.jfr.event.ExecutionSample;
import one.jfr.event.LiveObject;

/** Makes events of the numbers they consist of. */
final class EventNumbers {
  /** What is asked for of each type. */
  static final Map<String, List<String>> FIELDS = fields();

  private EventNumbers() {}

  private static Map<String, List<String>> fields() {
    Map<String, List<String>> fields = new HashMap<>(NativeTables.fields());
    for (String sample : new String[] {"jdk.ExecutionSample", "jdk.NativeMethodSample"}) {
      put(fields, sample, "startTime", "sampledThread", "stackTrace", "state");
    }
    put(
        fields,
        "profiler.WallClockSample",
        "startTime",
        "sampledThread",
        "stackTrace",
        "state",
        "samples");
    put(
        fields,
        "jdk.ObjectAllocationSample",
        "startTime",
        "eventThread",
        "stackTrace",
        "objectClass",
        "weight");
    put(
        fields,
        "profiler.LiveObject",
        "startTime",
        "eventThread",
        "stackTrace",
        "objectClass",
        "allocationSize",
        "allocationTime");
    put(
        fields,
        "jdk.OldObjectSample",
        "startTime",
        "eventThread",
        "stackTrace",
        "allocationTime",
        "objectSize");
    for (String wait : new String[] {"jdk.JavaMonitorEnter", "jdk.JavaMonitorWait"}) {
      put(fields, wait, "startTime", "eventThread", "stackTrace", "duration", "monitorClass");
    }
    put(
        fields,
        "jdk.ThreadPark",
        "startTime",
        "eventThread",
        "stackTrace",
        "duration",
        "parkedClass");
    put(
        fields,
        "jdk.CPUTimeSample",
        "startTime",
        "eventThread",
        "stackTrace",
        "samplingPeriod",
        "biased");
    put(fields, "jdk.CPUTimeSamplesLost", "startTime", "eventThread", "lostSamples");
    return Collections.unmodifiableMap(fields);
  }

  private static void put(Map<String, List<String>> fields, String type, String... names) {
    fields.put(type, Collections.unmodifiableList(Arrays.asList(names)));
  }

  /**
   * One event.
   *
   * @param type one of those with fields
   * @param numbers in the order of its fields
   */
  static Event event(String type, long[] numbers) {
    long time = numbers[0];
    int thread = (int) numbers[1];
    int stack = (int) numbers[2];
    switch (type) {
      case "jdk.ExecutionSample":
      case "jdk.NativeMethodSample":
        return new ExecutionSample(time, thread, stack, (int) numbers[3], 1);
      case "profiler.WallClockSample":
        return new ExecutionSample(time, thread, stack, (int) numbers[3], (int) numbers[4]);
      case "jdk.ObjectAllocationSample":
        return new AllocationSample(time, thread, stack, (int) numbers[3], numbers[4], 0);
      case "profiler.LiveObject":
        return new LiveObject(time, thread, stack, (int) numbers[3], numbers[4], numbers[5]);
      case "jdk.OldObjectSample":
        return new OldObject(time, thread, stack, numbers[3], numbers[4]);
      case "jdk.JavaMonitorEnter":
      case "jdk.ThreadPark":
        return new ContendedLock(time, thread, stack, numbers[3], (int) numbers[4]);
      case "jdk.JavaMonitorWait":
        return new MonitorWait(time, thread, stack, numbers[3], (int) numbers[4]);
      case "jdk.CPUTimeSample":
        return new CpuTime(time, thread, stack, numbers[3], numbers[4] != 0);
      case "jdk.CPUTimeSamplesLost":
        return new CpuTimeLost(time, thread, (int) numbers[2]);
      default:
        throw new IllegalArgumentException("no event is made of a " + type);
    }
  }
}
