package dev.jflare.profile;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which JFR events are needed for which profile, by Java version (reference profiles 4). */
final class JdkSettings {
  /** JFR cannot sample waits by chance, it can only leave short ones out; below this it costs. */
  private static final long LEAST_THRESHOLD_NANOS = 1_000_000;

  static final String CPU_TIME_SAMPLE = "jdk.CPUTimeSample";
  static final String THREAD_START = "jdk.ThreadStart";

  private final JavaBuild build;
  private final long thresholdNanos;
  private final Map<String, String> settings = new TreeMap<>();
  private final Set<String> events = new TreeSet<>();
  private boolean cpuTime;

  JdkSettings(JavaBuild build, long blockingRateNanos) {
    this.build = build;
    this.thresholdNanos = Math.max(LEAST_THRESHOLD_NANOS, blockingRateNanos);
  }

  long thresholdNanos() {
    return thresholdNanos;
  }

  Set<String> events() {
    return events;
  }

  /**
   * Events of the program itself are on unless switched off, and may hold anything. Only those that
   * tell which trace a thread works for are recorded, from a millisecond on: shorter ones seldom
   * meet a sample.
   */
  JdkSettings without(Collection<String> eventTypes) {
    for (String type : eventTypes) {
      if (TraceScopes.EVENT_TYPES.contains(type)) {
        settings.put(type + "#enabled", "true");
        settings.put(type + "#threshold", "1 ms");
        settings.put(type + "#stackTrace", "false");
        events.add(type);
      } else if (!type.startsWith("jdk.")) {
        settings.put(type + "#enabled", "false");
      }
    }
    return this;
  }

  /** CPU profiles of CPU time samples, which only Java 25 and later have, on Linux. */
  JdkSettings samplingCpuTime() {
    cpuTime = true;
    return this;
  }

  JdkSettings with(Collection<ProfileKind> kinds) {
    for (ProfileKind kind : kinds) {
      add(kind);
    }
    return this;
  }

  Map<String, String> asMap() {
    return settings;
  }

  private void add(ProfileKind kind) {
    switch (kind) {
      case CPU:
        addCpu();
        break;
      case FIRST_HEAP:
      case SECOND_HEAP:
        addHeap();
        break;
      case MUTEX:
        addWaits("jdk.JavaMonitorEnter", "jdk.ThreadPark");
        break;
      case BLOCK:
        addWaits("jdk.JavaMonitorEnter", "jdk.ThreadPark", "jdk.JavaMonitorWait");
        break;
      default:
        throw new IllegalArgumentException("no events for " + kind);
    }
  }

  /** Adds who starts threads; an event for each, with the stack of the starting thread. */
  JdkSettings startingThreads() {
    settings.put(THREAD_START + "#enabled", "true");
    settings.put(THREAD_START + "#stackTrace", "true");
    events.add(THREAD_START);
    return this;
  }

  private void addCpu() {
    if (cpuTime) {
      addWithStack(CPU_TIME_SAMPLE, "throttle", "10 ms");
      settings.put("jdk.CPUTimeSamplesLost#enabled", "true");
    } else {
      addWithStack("jdk.ExecutionSample", "period", "10 ms");
      settings.put("jdk.NativeMethodSample#enabled", "false");
    }
  }

  private void addHeap() {
    if (build.feature() >= 16) {
      addWithStack("jdk.ObjectAllocationSample", "throttle", "300/s");
    } else {
      addWithStack("jdk.ObjectAllocationInNewTLAB", "enabled", "true");
      addWithStack("jdk.ObjectAllocationOutsideTLAB", "enabled", "true");
    }
    if (build.samplesOldObjects()) {
      addWithStack("jdk.OldObjectSample", "cutoff", "0 ns");
    }
  }

  private void addWaits(String... types) {
    for (String type : types) {
      addWithStack(type, "threshold", thresholdNanos + " ns");
    }
  }

  private void addWithStack(String type, String setting, String value) {
    settings.put(type + "#enabled", "true");
    settings.put(type + "#stackTrace", "true");
    settings.put(type + "#" + setting, value);
    events.add(type);
  }
}
