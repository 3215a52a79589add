package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One run of an {@link OngoingRecording}, on a daemon thread of its own: that looks every minute,
 * and whenever a caller needs a border between before and after. Callers that come while a look is
 * going on share the next one.
 */
final class ProfilingSession {
  private static final long LOOK_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long WAKE_EVERY_MILLIS = 5_000;
  private static final long LONGEST_LOOK_SECONDS = 60;

  private final History history = new History();
  private final BooleanSupplier wanted;
  private @Nullable ProfilingSession before;
  private final Thread thread;
  private final CompletableFuture<Recordings> started = new CompletableFuture<>();
  private final Object lock = new Object();
  private @Nullable Look pending;
  private boolean closing;
  private volatile @Nullable OngoingRecording recording;
  private volatile @Nullable Recordings facts;
  private volatile long began;

  /**
   * @param folder for temporary files; the session makes one of its own in it
   * @param before the session before this one, which may still be about to end; this one begins
   *     after it
   * @param spec how to record, given the session's folder
   * @param wanted asked now and then; when it says no, the session ends
   */
  ProfilingSession(
      Path folder,
      Function<Path, ProfileSpec> spec,
      Jvm jvm,
      @Nullable ProfilingSession before,
      BooleanSupplier wanted) {
    this.before = before;
    this.wanted = wanted;
    this.thread = new Thread(() -> run(folder, spec, jvm), "jflare-profiles");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether it was ended, or failed. */
  boolean ended() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  /** Whether the profilers run. */
  boolean isRecording() {
    return recording != null;
  }

  /** Waits until the profilers run, as far as they can be had. */
  void awaitStart() throws IOException, InterruptedException {
    await(started);
  }

  /**
   * Has what happened until now added up.
   *
   * @param jfr whether a profile is asked for that is made of JFR
   * @param alive whether to find out what is alive
   * @return when that was, in nanoseconds since 1970
   */
  long look(boolean jfr, boolean alive) throws IOException, InterruptedException {
    Look look;
    synchronized (lock) {
      if (closing) {
        throw new IOException("the profiling session has ended");
      }
      if (pending == null) {
        pending = new Look();
      }
      look = pending;
      look.jfr |= jfr;
      look.alive |= alive;
      lock.notifyAll();
    }
    return await(look.done);
  }

  History history() {
    return history;
  }

  /** What is known about the session as of the last look. */
  Recordings facts() {
    Recordings known = facts;
    if (known == null) {
      throw new IllegalStateException("asked before the start");
    }
    return known;
  }

  /** When it began to count, in nanoseconds since 1970. */
  long began() {
    return began;
  }

  long lostChunks() {
    OngoingRecording running = recording;
    return running == null ? 0 : running.lostChunks();
  }

  /** Keeps the recordings of a window as they are, too. */
  void keep(RawWindow window) {
    OngoingRecording running = recording;
    if (running != null) {
      running.keep(window);
    }
  }

  void keepNoMore(RawWindow window) {
    OngoingRecording running = recording;
    if (running != null) {
      running.keepNoMore(window);
    }
  }

  /** Ends it, and waits until nothing of it is left. */
  void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    awaitEndOf(this);
  }

  private static void awaitEndOf(@Nullable ProfilingSession session) {
    try {
      if (session != null) {
        session.thread.join(TimeUnit.SECONDS.toMillis(LONGEST_LOOK_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Path parent, Function<Path, ProfileSpec> spec, Jvm jvm) {
    awaitEndOf(before);
    before = null;
    Throwable why = new IOException("the profiling session has ended");
    String name = jvm.pid() + "-" + ManagementFactory.getRuntimeMXBean().getStartTime();
    try (SessionFolder folder = SessionFolder.create(parent, name);
        OngoingRecording running =
            new OngoingRecording(spec.apply(folder.path()), jvm, Log.NONE, history)) {
      running.start();
      began = running.began();
      facts = running.facts();
      recording = running;
      started.complete(running.facts());
      goOn(running);
    } catch (IOException | RuntimeException | LinkageError e) {
      why = e;
    } finally {
      recording = null;
      end(why);
    }
  }

  private void goOn(OngoingRecording running) {
    long last = System.nanoTime();
    for (Look look = next(last, running); look != null; look = next(last, running)) {
      try {
        long at = running.look(look.jfr, look.alive);
        facts = running.facts();
        look.done.complete(at);
      } catch (IOException | RuntimeException e) {
        look.done.completeExceptionally(e);
      }
      last = System.nanoTime();
    }
  }

  /** The next look to take, of a caller or because it is time; null when the session is to end. */
  private @Nullable Look next(long last, OngoingRecording running) {
    synchronized (lock) {
      while (!closing) {
        Look asked = pending;
        pending = null;
        if (asked != null) {
          return asked;
        }
        if (!wanted.getAsBoolean()) {
          return null;
        }
        if (System.nanoTime() - last > LOOK_EVERY_NANOS || running.fileIsFull()) {
          Look regular = new Look();
          regular.jfr = true;
          return regular;
        }
        try {
          lock.wait(WAKE_EVERY_MILLIS);
        } catch (InterruptedException e) {
          return null; // nobody interrupts this thread but to end it
        }
      }
      return null;
    }
  }

  private void end(Throwable why) {
    started.completeExceptionally(why);
    Look left;
    synchronized (lock) {
      closing = true;
      left = pending;
      pending = null;
    }
    if (left != null) {
      left.done.completeExceptionally(why);
    }
  }

  private static <T> T await(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(LONGEST_LOOK_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException("the profilers do not answer", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(cause == null ? e.toString() : String.valueOf(cause.getMessage()), e);
    }
  }

  /** A look somebody waits for. */
  private static final class Look {
    final CompletableFuture<Long> done = new CompletableFuture<>();
    boolean jfr;
    boolean alive;
  }
}
