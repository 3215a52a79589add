package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.lang.Nullable;
import dev.jflare.profile.AsyncCommand.Part;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import one.profiler.AsyncProfiler;

/**
 * The two profilers of one session. Each profile comes of one of them, never of both: what
 * async-profiler does not cover JFR does, and what neither covers stays empty with a reason.
 */
final class Profilers {
  private static final long LEAST_RATE_MILLIS = 250;

  private final ProfileSpec spec;
  private final Jvm jvm;
  private final SessionFacts facts;
  private final JavaBuild build;
  private final Map<ProfileKind, String> engines = new EnumMap<>(ProfileKind.class);
  private @Nullable AsyncProfiler library;
  private @Nullable AsyncSession async;
  private @Nullable JdkSession jdk;
  private long cpuAtWindowStart = -1;
  private long allocatedAtStart;
  private long startedAt;

  Profilers(ProfileSpec spec, Jvm jvm, SessionFacts facts) {
    this.spec = spec;
    this.jvm = jvm;
    this.facts = facts;
    this.build = JavaBuild.parse(property("java.version"));
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
    library = library();
    startJdk(server);
    if (library != null) {
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      if (window.pause(Math.max(0, LEAST_RATE_MILLIS - passed), this)) {
        startAsync(HeapFigures.since(allocated, System.nanoTime() - since, server));
      } else {
        facts.refusal("async-profiler was not started: " + window.endedEarly());
      }
    }
    share();
  }

  boolean running() {
    return async != null || jdk != null;
  }

  void sessionStarts() {
    startedAt = System.nanoTime();
    facts.clock(Fact.SESSION_START);
    allocatedAtStart = HeapFigures.allocatedBytes(ManagementFactory.getPlatformMBeanServer());
  }

  void windowStarts() {
    if (async != null) {
      async.mark();
    }
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
   * Ends async-profiler's file and begins another. Only the end of a file tells which objects are
   * still alive, and with it they are forgotten (reference profiles 3.2); about 4 ms are lost.
   *
   * @param ended gets the file that ended; nothing when async-profiler does not run
   */
  void renew(Path ended) throws IOException {
    AsyncSession session = async;
    if (session == null) {
      return;
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    HeapFigures heap = HeapFigures.since(allocatedAtStart, System.nanoTime() - startedAt, server);
    session.stop();
    async = null;
    Files.move(session.file(), ended, StandardCopyOption.REPLACE_EXISTING);
    startAsync(heap);
    if (async == null) {
      engines.clear();
      share(); // JFR takes over
    }
    sessionStarts();
  }

  /** For a session that is read while it runs: JFR then needs to keep no more than between two. */
  void keepOnly(Duration time) {
    if (jdk != null) {
      jdk.keepOnly(time);
    }
  }

  /**
   * A copy of what JFR has recorded of late, up to now.
   *
   * @return false when JFR does not run, or cannot
   */
  boolean copyJdk(Path file) {
    return jdk != null && jdk.copy(file);
  }

  /** How the profile is recorded at present. */
  String engine(ProfileKind kind) {
    return engines.getOrDefault(kind, Fact.NO_ENGINE);
  }

  /** Size of what async-profiler has written; JFR limits itself. */
  long fileSize() {
    return async == null ? 0 : async.fileSize();
  }

  void stop() {
    try {
      if (async != null) {
        async.stop();
      }
    } finally {
      if (jdk != null) {
        jdk.stop(spec.workFolder().resolve(Recordings.JDK_FILE));
      }
      facts.clock(Fact.SESSION_END);
    }
  }

  Recordings recordings(Window window) {
    for (ProfileKind kind : ProfileKind.values()) {
      facts.put(Fact.engine(kind), engines.getOrDefault(kind, Fact.NO_ENGINE));
    }
    if (!window.endedEarly().isEmpty()) {
      facts.put(Fact.ENDED_EARLY, window.endedEarly());
    }
    return new Recordings(spec.workFolder(), facts.all());
  }

  private @Nullable AsyncProfiler library() {
    try {
      if (spec.engine() == Engine.JFR) {
        throw new RefusedException("async-profiler is switched off");
      }
      VirtualThreads.requireNone(spec.engine(), build);
      long before = System.nanoTime();
      AsyncProfiler library = new NativeLibrary(spec.workFolder(), jvm.systemProperties()).load();
      facts.put(Fact.TOOK + "async-profiler-load", System.nanoTime() - before);
      return library;
    } catch (RefusedException e) {
      facts.refusal(String.valueOf(e.getMessage()));
      return null;
    } catch (LinkageError e) {
      facts.refusal("async-profiler cannot be loaded: " + e);
      return null;
    }
  }

  private void startJdk(MBeanServer server) {
    try {
      jdk = JdkSession.start(server, settings(EnumSet.of(ProfileKind.BLOCK)), facts);
    } catch (RefusedException e) {
      facts.refusal(String.valueOf(e.getMessage()));
    }
  }

  private void startAsync(HeapFigures heap) {
    AsyncProfiler profiler = library;
    if (profiler == null) {
      return;
    }
    try {
      facts.put(Fact.ALLOCATION_RATE, heap.bytesPerSecond());
      async =
          AsyncSession.start(
              profiler,
              AsyncCommand.choose(
                  spec.workFolder().resolve(Recordings.AP_FILE),
                  property("os.name"),
                  heap,
                  spec.mutexFraction()),
              build,
              facts);
    } catch (RefusedException e) {
      facts.refusal(String.valueOf(e.getMessage()));
    }
  }

  /** Gives each profile its engine, and JFR the events of all that are left to it. */
  private void share() {
    AsyncSession session = async;
    if (session != null) {
      engines.put(ProfileKind.CPU, Fact.ASYNC_PROFILER);
      if (session.has(Part.ALLOC)) {
        engines.put(ProfileKind.FIRST_HEAP, Fact.ASYNC_PROFILER);
        engines.put(ProfileKind.SECOND_HEAP, Fact.ASYNC_PROFILER);
      }
      if (session.has(Part.LOCK) && !virtualThreadsWait()) {
        engines.put(ProfileKind.MUTEX, Fact.ASYNC_PROFILER);
      }
    }
    Set<ProfileKind> rest = EnumSet.allOf(ProfileKind.class);
    rest.removeAll(engines.keySet());
    if (jdk == null) {
      return;
    }
    try {
      jdk.use(settings(rest));
      for (ProfileKind kind : rest) {
        engines.put(kind, Fact.JFR);
      }
    } catch (RuntimeException e) {
      facts.refusal("JFR does not take the settings: " + e);
      engines.put(ProfileKind.BLOCK, Fact.JFR);
    }
  }

  /**
   * async-profiler does not see virtual threads park and miscounts their monitors (reference
   * profiles 3.6), so where JFR runs it is the better witness.
   */
  private boolean virtualThreadsWait() {
    if (jdk == null || !VirtualThreads.inUse(build)) {
      return false;
    }
    facts.refusal("virtual threads are in use, and async-profiler does not see them wait");
    return true;
  }

  private JdkSettings settings(Set<ProfileKind> kinds) {
    return new JdkSettings(build, spec.blockingRateNanos()).with(kinds);
  }

  private String property(String name) {
    return jvm.systemProperties().getOrDefault(name, "");
  }
}
