package dev.jflare.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** What a reader of a profile that was made of a file has to know of it. */
final class FileRemarks {
  private final String file;
  private final FileFacts facts;
  private final List<String> general = new ArrayList<>();

  FileRemarks(String file, FileFacts facts) {
    this.file = file;
    this.facts = facts;
  }

  void add(String remark) {
    general.add(remark);
  }

  /** Where, by whom and when it was recorded, and what of it could not be read. */
  List<String> about() {
    List<String> about = new ArrayList<>();
    if (facts.isEmpty()) {
      about.add("made of " + file + ", of which nothing can be read");
      about.addAll(general);
      return about;
    }
    String java = facts.java().isEmpty() ? "" : " in Java " + facts.java();
    double seconds = (facts.endNanos() - facts.startNanos()) / 1e9;
    about.add("made of " + file + ", recorded by " + facts.recordedBy() + java);
    about.add(
        String.format(
            Locale.ROOT, "recorded from %s on, %.1f s", time(facts.startNanos()), seconds));
    String leftOut = facts.leftOut();
    if (!leftOut.isEmpty()) {
      about.add("no profile is made of: " + leftOut);
    }
    about.addAll(general);
    return about;
  }

  /** For an empty profile the last line says why it is. */
  List<String> of(ProfileKind kind) {
    List<String> remarks = about();
    String engine = facts.engine(kind);
    boolean async = engine.equals(Fact.ASYNC_PROFILER);
    if (engine.equals(Fact.NO_ENGINE)) {
      remarks.add(whyNothing(kind));
    } else if (kind == ProfileKind.CPU) {
      remarks.add(async ? asyncCpu() : jdkCpu());
    } else if (kind == ProfileKind.MUTEX) {
      remarks.add("shown where threads wait, while Go shows who made them wait");
      remarks.add(async ? asyncLocks() : thresholds("jdk.JavaMonitorEnter", "jdk.ThreadPark"));
    } else if (kind == ProfileKind.BLOCK) {
      remarks.add("parked, in Object.wait, or at a monitor: see the label kind; no sleep, no I/O");
      remarks.add(thresholds("jdk.JavaMonitorEnter", "jdk.ThreadPark", "jdk.JavaMonitorWait"));
    } else if (async) {
      asyncHeap(remarks);
    } else {
      jdkHeap(remarks);
    }
    return remarks;
  }

  List<String> ofWall() {
    List<String> remarks = about();
    remarks.add("wall-clock time, waiting and sleeping included: no CPU time");
    remarks.add("a look at a thread each " + nanos(AsyncSettings::wallNanos) + " ns");
    return remarks;
  }

  List<String> ofMalloc() {
    List<String> remarks = about();
    String every = nanos(AsyncSettings::mallocBytes);
    remarks.add("native memory, unsampled, a sample for each " + every + " bytes");
    remarks.add(
        facts.count(Fact.ASYNC_PROFILER, "profiler.Free")
            + " events of freed memory are in the file and not subtracted");
    return remarks;
  }

  List<String> ofNativeLocks() {
    List<String> remarks = about();
    remarks.add(
        "waits for locks of native code, unsampled; those below "
            + nanos(AsyncSettings::nativeLockNanos)
            + " ns are sampled in proportion to their length");
    return remarks;
  }

  private String asyncCpu() {
    for (AsyncSettings settings : facts.settings()) {
      if (!settings.countsCpuTime()) {
        return "samples only: they were taken of " + settings.event() + ", not of CPU time";
      }
    }
    String every = nanos(AsyncSettings::intervalNanos);
    return "a sample for each " + every + " ns of CPU time, threads of the JVM included";
  }

  private String jdkCpu() {
    if (facts.jdkCpuNanos() == 0) {
      return "samples only: no jdk.CPULoad events, so the CPU time is not known";
    }
    return facts.samplesCpuTime()
        ? "CPU time as jdk.CPUTimeSample sampled it"
        : "scaled: the CPU time of the process by jdk.CPULoad, divided as the samples fell";
  }

  private String asyncLocks() {
    return "unsampled; waits below "
        + nanos(AsyncSettings::lockNanos)
        + " ns are sampled in proportion to their length, longer ones are complete";
  }

  private void asyncHeap(List<String> remarks) {
    remarks.add(
        "alloc: unsampled, a sample for each " + nanos(AsyncSettings::allocBytes) + " bytes");
    remarks.add(
        facts.count(Fact.ASYNC_PROFILER, "profiler.LiveObject") > 0
            ? "inuse: allocated while recording and alive at the end; garbage not yet collected is in it"
            : "inuse: unknown, objects were not followed (option live)");
  }

  private void jdkHeap(List<String> remarks) {
    remarks.add(
        facts.allocationFeature() >= 16
            ? "alloc_objects: unknown, JFR tells bytes only"
            : "alloc_objects: estimated of the sizes of thread-local buffers");
    remarks.add(
        facts.count(Fact.JFR, "jdk.OldObjectSample") > 0
            ? "inuse: survivors that JFR picked, each as it is, not scaled; hints, no sizes"
            : "inuse: unknown, no jdk.OldObjectSample events");
  }

  /** Thresholds cannot be corrected: what was shorter is not there. */
  private String thresholds(String... types) {
    List<String> known = new ArrayList<>();
    for (String type : types) {
      String threshold = facts.jdkSetting(type + "#threshold");
      if (facts.jdkSetting(type + "#enabled").equals("false")) {
        known.add("all of " + type + " (off)");
      } else {
        known.add(type + " below " + (threshold.isEmpty() ? "an unknown limit" : threshold));
      }
    }
    return "missing: " + String.join(", ", known);
  }

  private String whyNothing(ProfileKind kind) {
    if (facts.isEmpty()) {
      return general.isEmpty() ? "nothing can be read" : general.get(0);
    }
    switch (kind) {
      case CPU:
        return facts.hasWall()
            ? "no CPU samples in the file, only samples of wall-clock time"
            : none("jdk.ExecutionSample", "jdk.CPUTimeSample");
      case MUTEX:
        return none("jdk.JavaMonitorEnter", "jdk.ThreadPark");
      case BLOCK:
        return facts.recordedNanos(Fact.JFR) == 0
            ? "async-profiler records no waits other than for locks"
            : none("jdk.JavaMonitorEnter", "jdk.ThreadPark", "jdk.JavaMonitorWait");
      default:
        return none("jdk.ObjectAllocationInNewTLAB", "jdk.ObjectAllocationSample");
    }
  }

  private String none(String... types) {
    List<String> off = new ArrayList<>();
    for (String type : types) {
      if (facts.jdkSetting(type + "#enabled").equals("false")) {
        off.add(type);
      }
    }
    String events = "no events of " + String.join(", ", Arrays.asList(types)) + " in the file";
    return off.isEmpty() ? events : events + "; off: " + String.join(", ", off);
  }

  private String nanos(ToLongFunction<AsyncSettings> value) {
    TreeSet<Long> values = new TreeSet<>();
    facts.settings().forEach(settings -> values.add(value.applyAsLong(settings)));
    List<String> texts = new ArrayList<>();
    values.forEach(each -> texts.add(each.toString()));
    return String.join(" or ", texts);
  }

  private static String time(long epochNanos) {
    return Instant.ofEpochMilli(epochNanos / 1_000_000).toString();
  }
}
