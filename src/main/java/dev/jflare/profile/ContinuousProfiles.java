package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileSource;
import dev.jflare.profile.History.Survivors;
import dev.jflare.time.EpochNanos;
import dev.jflare.time.Pause;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Profiles of this JVM like those that a Go program keeps of itself: heap, mutex and block count
 * since the session began and are there at once, a window is the difference of two looks, and any
 * number of callers may have windows at the same time. The session has all the profilers of the JVM
 * while it lasts (reference profiles 8.8).
 *
 * <p>Two kinds: one runs until it is closed, the other begins with the first caller and ends when
 * nobody has called for a while. Of the latter only one caller at a time can have a CPU profile, as
 * in Go.
 */
public final class ContinuousProfiles implements ProfileSource, Closeable {
  /** Go's words. */
  private static final String CPU_IN_USE = "cpu profiling already in use";

  /**
   * Looking at what is alive forgets it (reference profiles 3.2), so a look is good for a while:
   * who scrapes each quarter of a minute would otherwise see the survivors of a quarter of a
   * minute.
   */
  private static final long ALIVE_IS_GOOD_FOR_NANOS = Duration.ofMinutes(5).toNanos();

  /** A session that began with this very call has nothing to show yet. */
  private static final long LEAST_AGE_MILLIS = 2_000;

  private final Jvm jvm;
  private final Function<Path, ProfileSpec> spec;

  /** Null when the session is not to end by itself. */
  private final @Nullable Duration idle;

  private final AtomicBoolean cpuInUse = new AtomicBoolean();
  private @Nullable ProfilingSession current;

  /** The current one, or one that has ended or is about to. */
  private @Nullable ProfilingSession last;

  private int callers;
  private long lastCall = System.nanoTime();
  private boolean closed;

  private ContinuousProfiles(Jvm jvm, Function<Path, ProfileSpec> spec, @Nullable Duration idle) {
    this.jvm = jvm;
    this.spec = spec;
    this.idle = idle;
  }

  /**
   * Begins with {@link #begin} or the first caller, and records until it is closed or the JVM ends.
   *
   * @param spec how to record, given the folder for it
   */
  public static ContinuousProfiles always(Jvm jvm, Function<Path, ProfileSpec> spec) {
    return new ContinuousProfiles(jvm, spec, null);
  }

  /**
   * Begins with the first caller, and ends some time after the last one.
   *
   * @param idle how long it goes on without a caller
   */
  public static ContinuousProfiles onDemand(
      Jvm jvm, Function<Path, ProfileSpec> spec, Duration idle) {
    return new ContinuousProfiles(jvm, spec, idle);
  }

  /**
   * The JVM is up: what is to record without being asked begins now, and not earlier, because the
   * profilers need JMX, and the program is to choose its LogManager first.
   */
  public void begin() throws IOException {
    if (idle == null) {
      enter();
      leave();
    }
  }

  @Override
  public byte[] take(GoProfile profile, Duration window, boolean collectFirst)
      throws IOException, InterruptedException {
    if (profile == GoProfile.GOROUTINE) {
      return window.isZero() ? ThreadProfiles.goroutines() : ThreadProfiles.goroutines(window);
    }
    if (profile == GoProfile.THREADCREATE) {
      return startedThreads(window);
    }
    boolean cpu = profile == GoProfile.PROFILE && idle != null;
    if (cpu && !cpuInUse.compareAndSet(false, true)) {
      throw new BusyException(CPU_IN_USE);
    }
    ProfilingSession session = enter();
    try {
      session.awaitStart();
      if (profile == GoProfile.PROFILE) {
        return cpu(session, window);
      }
      return window.isZero()
          ? cumulative(session, profile, collectFirst)
          : difference(session, profile, window);
    } finally {
      leave();
      if (cpu) {
        cpuInUse.set(false);
      }
    }
  }

  /** Needs no session; where there is one, JFR knows who started the threads since it began. */
  private byte[] startedThreads(Duration window) throws IOException, InterruptedException {
    SampleTable before = window.isZero() ? null : startedThreads();
    long from = System.nanoTime();
    if (before != null) {
      Pause.REAL.take(window);
    }
    SampleTable threads = startedThreads();
    long gap = 0;
    if (before != null) {
      gap = System.nanoTime() - from;
      threads.add(before, -1);
    }
    ProfilingSession session = running();
    return ThreadProfiles.startedThreads(
        threads,
        gap,
        gap == 0
            ? "all threads that were ever started"
            : "difference of two looks, " + gap / 1_000_000 + " ms apart",
        session != null && madeOfJfr(session, ProfileKind.BLOCK)
            ? "stacks: who started those since " + Answer.time(session.began()) + ", as JFR saw it"
            : "no stacks: no recording runs, and the JVM itself does not keep who started them");
  }

  private SampleTable startedThreads() throws IOException, InterruptedException {
    SampleTable known = new SampleTable(1);
    ProfilingSession session = running();
    if (session != null) {
      session.look(true, false);
      known = session.history().startedThreads();
    }
    return ThreadProfiles.startedThreads(known);
  }

  /** The session, if there is one that has begun to record. */
  private synchronized @Nullable ProfilingSession running() {
    ProfilingSession session = current;
    return session != null && session.isRecording() ? session : null;
  }

  private static byte[] cpu(ProfilingSession session, Duration window)
      throws IOException, InterruptedException {
    boolean jfr = madeOfJfr(session, ProfileKind.CPU);
    long from = session.look(jfr, false);
    long mark = session.history().mark();
    try {
      Pause.REAL.take(window);
      long to = session.look(jfr, false);
      SampleTable table = session.history().since(ProfileKind.CPU, mark).withoutThreads();
      return new Answer(session).write(GoProfile.PROFILE, ProfileKind.CPU, table, from, to - from);
    } finally {
      session.history().release(mark);
    }
  }

  private byte[] cumulative(ProfilingSession session, GoProfile profile, boolean collectFirst)
      throws IOException, InterruptedException {
    ProfileKind kind = kind(profile);
    if (idle != null) {
      long age = (EpochNanos.now() - session.began()) / 1_000_000;
      Pause.REAL.take(Duration.ofMillis(Math.max(0, LEAST_AGE_MILLIS - age)));
    }
    if (collectFirst) {
      System.gc();
    }
    boolean alive = profile == GoProfile.HEAP && (collectFirst || isOld(session));
    long at = session.look(madeOfJfr(session, kind), alive);
    SampleTable table = session.history().all(kind);
    Survivors look = session.history().lastLook();
    if (kind == ProfileKind.SECOND_HEAP && look != null) {
      session.history().addAlive(table, 0, Long.MAX_VALUE, look.asOf - 1);
    }
    return new Answer(session).cumulative(profile).write(profile, kind, table, at, 0);
  }

  private static byte[] difference(ProfilingSession session, GoProfile profile, Duration window)
      throws IOException, InterruptedException {
    ProfileKind kind = kind(profile);
    boolean jfr = madeOfJfr(session, kind);
    long from = session.look(jfr, false);
    long mark = session.history().mark();
    try {
      Pause.REAL.take(window);
      long to = session.look(jfr, profile == GoProfile.HEAP);
      SampleTable table = session.history().since(kind, mark);
      if (kind == ProfileKind.SECOND_HEAP) {
        session.history().addAlive(table, from, Long.MAX_VALUE, from);
      }
      return new Answer(session)
          .difference(profile, from, to)
          .write(profile, kind, table, to, to - from);
    } finally {
      session.history().release(mark);
    }
  }

  @Override
  public int count(GoProfile profile) {
    ProfilingSession session;
    synchronized (this) {
      session = current;
    }
    switch (profile) {
      case PROFILE:
        return 0;
      case GOROUTINE:
        return ManagementFactory.getThreadMXBean().getThreadCount();
      case THREADCREATE:
        return (int) ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
      default:
        return session == null ? 0 : session.history().rows(kind(profile));
    }
  }

  @Override
  public Path recording(Duration window) throws IOException, InterruptedException {
    Path folder = OwnerOnly.freshFolder(temporary(), "jflare-trace-");
    WindowOfFlare flare = new WindowOfFlare(folder, "");
    ProfilingSession session = enter();
    try {
      session.awaitStart();
      return flare.recording(session, window);
    } finally {
      leave();
    }
  }

  /**
   * What a flare holds: the heap before and after a window, the CPU samples of the window and those
   * of the minutes before it, waits since the session began, and the recordings of the window. Ends
   * early, with what there is, when the calling thread is interrupted; its interrupt status is then
   * set again.
   *
   * @param folder a private folder of the caller's, where all of it is left
   * @param service the name in the comments
   */
  public Recordings window(Path folder, Duration window, String service)
      throws IOException, InterruptedException {
    ProfilingSession session = enter();
    try {
      session.awaitStart();
      return new WindowOfFlare(folder, service).record(session, window);
    } finally {
      leave();
    }
  }

  @Override
  public String threadDump() throws IOException {
    return jvm.command("Thread.print");
  }

  @Override
  public List<String> commandLine() {
    try {
      return ProcessView.self().commandLine();
    } catch (IOException noProc) {
      return Collections.singletonList(jvm.systemProperties().getOrDefault("sun.java.command", ""));
    }
  }

  /** Whether profilers run at the moment, or are about to. */
  public synchronized boolean isRecording() {
    ProfilingSession session = current;
    return session != null && !session.ended();
  }

  /** Ends the session; whoever waits for a window is told so. */
  @Override
  public void close() {
    ProfilingSession session;
    synchronized (this) {
      closed = true;
      session = current;
      current = null;
    }
    if (session != null) {
      session.close();
    }
  }

  private synchronized ProfilingSession enter() throws IOException {
    if (closed) {
      throw new IOException("no more profiles: the session was closed");
    }
    ProfilingSession session = current;
    if (session == null || session.ended()) {
      session = new ProfilingSession(temporary(), spec, jvm, last, this::isWanted);
      current = session;
      last = session;
      session.start();
    }
    callers++;
    return session;
  }

  private synchronized void leave() {
    callers--;
    lastCall = System.nanoTime();
  }

  /** Asked by the session; after a no it is not the current one any more. */
  private synchronized boolean isWanted() {
    boolean wanted =
        !closed && (idle == null || callers > 0 || System.nanoTime() - lastCall < idle.toNanos());
    if (!wanted) {
      current = null;
    }
    return wanted;
  }

  private Path temporary() {
    return Paths.get(jvm.systemProperties().getOrDefault("java.io.tmpdir", "/tmp"));
  }

  private static boolean isOld(ProfilingSession session) {
    Survivors look = session.history().lastLook();
    return look == null || EpochNanos.now() - look.asOf > ALIVE_IS_GOOD_FOR_NANOS;
  }

  static boolean madeOfJfr(ProfilingSession session, ProfileKind kind) {
    return session.facts().engine(kind).equals(Fact.JFR);
  }

  private static ProfileKind kind(GoProfile profile) {
    switch (profile) {
      case HEAP:
      case ALLOCS:
        return ProfileKind.SECOND_HEAP;
      case MUTEX:
        return ProfileKind.MUTEX;
      case BLOCK:
        return ProfileKind.BLOCK;
      default:
        throw new IllegalArgumentException(profile + " is not made of a recording");
    }
  }
}
