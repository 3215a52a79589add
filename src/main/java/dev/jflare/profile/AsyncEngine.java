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
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import one.profiler.AsyncProfiler;

/**
 * async-profiler: loaded when it is first asked for, never beside another copy, never again where
 * it may have crashed the program.
 */
final class AsyncEngine implements ProfilerEngine {
  /** Loading, starting, the lead and stopping, on top of the window. */
  private static final Duration AROUND = Duration.ofMinutes(1);

  private final ProfileSpec spec;
  private final JavaBuild build;
  private final SessionFacts facts;
  private final Map<String, String> properties;
  private @Nullable CrashSentinel sentinel;
  private @Nullable AsyncProfiler library;
  private @Nullable AsyncSession session;
  private boolean cpuToo = true;

  AsyncEngine(ProfileSpec spec, Jvm jvm, JavaBuild build, SessionFacts facts) {
    this.spec = spec;
    this.build = build;
    this.facts = facts;
    this.properties = jvm.systemProperties();
  }

  /** Leaves CPU samples to JFR; to be said before the start. */
  void withoutCpu() {
    cpuToo = false;
  }

  boolean loaded() {
    return library != null;
  }

  @Override
  public void prepare() throws RefusedException {
    if (spec.engine() == Engine.JFR) {
      throw new RefusedException("async-profiler is switched off");
    }
    VirtualThreads.requireNone(spec.engine(), build);
    NativeLibrary found = new NativeLibrary(spec.workFolder(), properties);
    MappedProfilers.requireNoOther(ManagementFactory.getPlatformMBeanServer());
    CrashSentinel guard =
        CrashSentinel.of(properties, found.fingerprint(), spec.window().plus(AROUND));
    guard.requireNoCrash();
    sentinel = guard;
    guard.enter("loading it");
    try {
      long before = System.nanoTime();
      library = found.load();
      facts.put(Fact.TOOK + "async-profiler-load", System.nanoTime() - before);
    } catch (LinkageError e) {
      throw new RefusedException("async-profiler cannot be loaded: " + e, e);
    } finally {
      if (library == null) {
        guard.clear();
      }
    }
  }

  @Override
  public void start(HeapFigures heap) throws RefusedException {
    AsyncProfiler profiler = library;
    if (profiler == null) {
      throw new IllegalStateException("started before it was prepared");
    }
    facts.put(Fact.ALLOCATION_RATE, heap.bytesPerSecond());
    AsyncCommand command =
        AsyncCommand.choose(
            spec.workFolder().resolve(Recordings.AP_FILE),
            properties.getOrDefault("os.name", ""),
            heap,
            spec.mutexFraction());
    sentinel("starting it");
    session = AsyncSession.start(profiler, cpuToo ? command : command.withoutCpu(), build, facts);
    sentinel("recording with it");
  }

  @Override
  public Set<ProfileKind> kinds() {
    Set<ProfileKind> kinds = EnumSet.noneOf(ProfileKind.class);
    AsyncSession running = session;
    if (running != null) {
      if (running.has(Part.CPU)) {
        kinds.add(ProfileKind.CPU);
      }
      if (running.has(Part.ALLOC)) {
        kinds.addAll(EnumSet.of(ProfileKind.FIRST_HEAP, ProfileKind.SECOND_HEAP));
      }
      if (running.has(Part.LOCK)) {
        kinds.add(ProfileKind.MUTEX);
      }
    }
    return kinds;
  }

  /** All was said when it was started. */
  @Override
  public void record(Set<ProfileKind> kinds) {}

  @Override
  public void windowStarts() {
    if (session != null) {
      session.mark();
      sentinel("recording with it"); // anew, because it tells until when at the longest
    }
  }

  @Override
  public long fileSize() {
    return session == null ? 0 : session.fileSize();
  }

  /**
   * Ends the file and begins another. Only the end of a file tells which objects are still alive,
   * and with it they are forgotten (reference profiles 3.2); about 4 ms are lost.
   *
   * @param ended gets the file that ended; nothing when async-profiler does not run
   * @throws RefusedException when it does not start again; then it records no more
   */
  void renew(Path ended, HeapFigures heap) throws IOException, RefusedException {
    AsyncSession running = session;
    if (running != null) {
      session = null;
      running.stop();
      Files.move(running.file(), ended, StandardCopyOption.REPLACE_EXISTING);
      start(heap);
    }
  }

  @Override
  public void stop() {
    try {
      if (session != null) {
        session.stop();
      }
    } finally {
      if (sentinel != null) {
        sentinel.clear();
      }
    }
  }

  private void sentinel(String phase) {
    if (sentinel != null && !sentinel.enter(phase)) {
      facts.put(Fact.NO_SENTINEL, "no safe folder to remember a crash in");
    }
  }
}
