package dev.jflare.profile;

/** Names in {@code recordings.properties}. Times are nanoseconds since 1970, spans nanoseconds. */
final class Fact {
  static final String FORMAT = "format";
  static final String PID = "pid";
  static final String JAVA = "java";
  static final String SERVICE = "service";
  static final String SESSION_START = "session.start";

  /** When a session began that was not begun for this window, and goes on after it. */
  static final String CONTINUOUS = "session.continuous.since";

  static final String WINDOW_START = "window.start";
  static final String WINDOW_END = "window.end";
  static final String SESSION_END = "session.end";
  static final String ENDED_EARLY = "ended.early";
  static final String LAST_COLLECTION = "gc.last.start";
  static final String CPU_IN_WINDOW = "cpu.nanos.in.window";
  static final String ALLOCATION_RATE = "allocation.bytes.per.second";
  static final String ALLOCATED = "allocated.bytes.in.session";

  /** What JFR saw of allocations was multiplied by this, to meet the JVM's count. */
  static final String RAISED = "allocated.raised.by";

  static final String NEWEST_THREAD = "threads.newest.at.start";
  static final String AP_VERSION = "ap.version";
  static final String AP_COMMAND = "ap.command";
  static final String AP_INTERVAL = "ap.interval.nanos";
  static final String AP_ALLOC_INTERVAL = "ap.alloc.interval.bytes";
  static final String AP_LOCK_INTERVAL = "ap.lock.interval.nanos";
  static final String AP_SAMPLES = "ap.samples";
  static final String AP_SKIPPED = "ap.samples.skipped";
  static final String AP_OVERFLOWS = "ap.stacks.overflowed";
  static final String JFR_CPU_TIME = "jfr.cpu.time.sample";
  static final String JFR_THRESHOLD = "jfr.threshold.nanos";
  static final String JFR_EVENTS = "jfr.events";
  static final String JFR_THROUGH = "jfr.through";
  static final String NO_SENTINEL = "crash.sentinel";
  static final String REFUSAL = "refusal.";

  /** Followed by what was done: how long a call into the JVM or the profiler took. */
  static final String TOOK = "took.nanos.";

  static final String NO_ENGINE = "none";
  static final String ASYNC_PROFILER = "async-profiler";
  static final String JFR = "jfr";

  private Fact() {}

  static String engine(ProfileKind kind) {
    return "engine." + kind.id();
  }

  /** Why the engine is the one it is. */
  static String reason(ProfileKind kind) {
    return engine(kind) + ".why";
  }

  /** The name of async-profiler's counter here; empty when it is of no interest. */
  static String ofMetric(String counter) {
    switch (counter) {
      case "samples_total":
        return AP_SAMPLES;
      case "samples_skipped_total":
        return AP_SKIPPED;
      case "calltracestorage_overflows_total":
        return AP_OVERFLOWS;
      default:
        return "";
    }
  }
}
