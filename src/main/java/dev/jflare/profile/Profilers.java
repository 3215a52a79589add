package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;

/** The two engines over one window: what one does not cover the other does. */
final class Profilers {
  private static final long LEAST_RATE_MILLIS = 250;

  private final ProfileSpec spec;
  private final Jvm jvm;
  private final SessionFacts facts;
  private final JavaBuild build;
  private final AsyncEngine async;
  private final JdkEngine jdk;
  private String whyNotAsync = "";
  private String whyNotJdk = "";
  private EngineChoice choice;
  private long cpuAtWindowStart = -1;
  private long allocatedAtStart;
  private long startedAt;

  Profilers(ProfileSpec spec, Jvm jvm, SessionFacts facts) {
    this.spec = spec;
    this.jvm = jvm;
    this.facts = facts;
    this.build = JavaBuild.parse(property("java.version"));
    this.async = new AsyncEngine(spec, jvm, build, facts);
    this.jdk = new JdkEngine(spec, build, facts);
    this.choice = choice();
    facts.put(Fact.SERVICE, spec.service());
    facts.put(Fact.PID, jvm.pid());
    facts.put(Fact.JAVA, property("java.version"));
    facts.clock(Fact.SESSION_START);
  }

  /** Starts what can be started; refusals become facts. */
  void start(Window window) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    long allocated = HeapFigures.allocatedBytes(server);
    long since = System.nanoTime();
    whyNotAsync = refusalOf(async::prepare);
    whyNotJdk = refusalOf(jdk::prepare);
    if (whyNotAsync.isEmpty()) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      if (window.pause(Math.max(0, LEAST_RATE_MILLIS - passed), this)) {
        if (jdk.samplesCpuTime()) {
          async.withoutCpu(); // two users of one signal; JFR gives way when it is second
        }
        HeapFigures heap = HeapFigures.since(allocated, System.nanoTime() - since, server);
        whyNotAsync = refusalOf(() -> async.start(heap));
      } else {
        whyNotAsync = "async-profiler was not started: " + window.endedEarly();
        facts.refusal(whyNotAsync);
      }
    }
    share();
  }

  boolean running() {
    return !async.kinds().isEmpty() || !jdk.kinds().isEmpty();
  }

  void sessionStarts() {
    startedAt = System.nanoTime();
    facts.clock(Fact.SESSION_START);
    facts.put(Fact.NEWEST_THREAD, HeapFigures.newestThread());
    allocatedAtStart = HeapFigures.allocatedBytes(ManagementFactory.getPlatformMBeanServer());
  }

  void windowStarts() {
    async.windowStarts();
    jdk.windowStarts();
    cpuAtWindowStart = jvm.processCpuNanos();
    facts.clock(Fact.WINDOW_START);
  }

  void windowEnds() {
    facts.clock(Fact.WINDOW_END);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    facts.put(Fact.LAST_COLLECTION, HeapFigures.lastCollection(server));
    long allocated = HeapFigures.allocatedBytes(server);
    if (allocatedAtStart >= 0 && allocated >= allocatedAtStart) {
      facts.put(Fact.ALLOCATED, allocated - allocatedAtStart);
    }
    long cpu = jvm.processCpuNanos();
    if (cpuAtWindowStart >= 0 && cpu >= cpuAtWindowStart) {
      facts.put(Fact.CPU_IN_WINDOW, cpu - cpuAtWindowStart);
    }
  }

  /**
   * Ends async-profiler's file and begins another, for a session that goes on for hours; its time
   * of beginning is then that of the new file. When async-profiler does not start again, JFR takes
   * over.
   *
   * @param ended gets the file that ended; nothing when async-profiler does not run
   */
  void renew(Path ended) throws IOException {
    if (async.kinds().isEmpty()) {
      return;
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    HeapFigures heap = HeapFigures.since(allocatedAtStart, System.nanoTime() - startedAt, server);
    try {
      async.renew(ended, heap);
    } catch (RefusedException e) {
      whyNotAsync = String.valueOf(e.getMessage());
      facts.refusal(whyNotAsync);
      share();
    }
    sessionStarts();
  }

  /** For a session that is read while it runs: JFR then needs to keep no more than between two. */
  void goOn(Duration time) {
    jdk.goOn(time);
  }

  /**
   * A copy of what JFR has recorded of late, up to now.
   *
   * @return false when JFR does not run, or cannot
   */
  boolean copyJdk(Path file) {
    return jdk.copy(file);
  }

  /** How the profile is recorded at present. */
  String engine(ProfileKind kind) {
    return choice.engine(kind);
  }

  /** Size of what was written; JFR limits itself. */
  long fileSize() {
    return async.fileSize() + jdk.fileSize();
  }

  void stop() {
    try {
      async.stop();
    } finally {
      jdk.stop();
      facts.clock(Fact.SESSION_END);
    }
  }

  Recordings recordings(Window window) {
    for (ProfileKind kind : ProfileKind.values()) {
      facts.put(Fact.engine(kind), choice.engine(kind));
      facts.put(Fact.reason(kind), choice.reason(kind));
    }
    if (!window.endedEarly().isEmpty()) {
      facts.put(Fact.ENDED_EARLY, window.endedEarly());
    }
    return new Recordings(spec.workFolder(), facts.all());
  }

  /** Gives each profile its engine, and JFR the events of all that are left to it. */
  private void share() {
    choice = choice();
    if (jdk.samplesCpuTime()) {
      choice.preferJdk(ProfileKind.CPU, "jflare.profile.cpu_time_sample asks for it");
    }
    if (!jdk.kinds().isEmpty() && VirtualThreads.inUse(build)) {
      // async-profiler does not see them park and miscounts their monitors (reference profiles 3.6)
      choice.preferJdk(
          ProfileKind.MUTEX,
          "virtual threads are in use, and async-profiler does not see them wait");
    }
    try {
      async.record(choice.of(Fact.ASYNC_PROFILER));
      jdk.record(choice.of(Fact.JFR));
    } catch (RuntimeException e) {
      facts.refusal("JFR does not take the settings: " + e);
    }
  }

  private EngineChoice choice() {
    return new EngineChoice(async.kinds(), whyNotAsync, jdk.kinds(), whyNotJdk);
  }

  /** What an engine says to being asked, empty when it does as asked. */
  private String refusalOf(Step step) {
    try {
      step.run();
      return "";
    } catch (RefusedException e) {
      String reason = String.valueOf(e.getMessage());
      facts.refusal(reason);
      return reason;
    }
  }

  private String property(String name) {
    return jvm.systemProperties().getOrDefault(name, "");
  }

  /** A step that may be refused. */
  private interface Step {
    void run() throws RefusedException;
  }
}
