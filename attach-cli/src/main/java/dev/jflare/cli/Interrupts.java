package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C. Whatever is going on says how it is stopped and how long it needs to put its things away;
 * the process ends after that, with what was collected on disk. Java itself then exits with 130.
 */
final class Interrupts {
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Runnable stop;
  private Duration grace = Duration.ZERO;
  private volatile boolean happened;

  /** Nobody presses anything: for tests. */
  static Interrupts none() {
    return new Interrupts();
  }

  /** Those of this process, for as long as it lives. */
  static Interrupts ofThisProcess() {
    Interrupts interrupts = new Interrupts();
    Runtime.getRuntime().addShutdownHook(new Thread(interrupts::happen, "jflare-interrupt"));
    return interrupts;
  }

  /** Whether it has happened. */
  boolean happened() {
    return happened;
  }

  /**
   * Says what an interrupt is to do from now on.
   *
   * @param action must not wait; run on another thread
   * @param time how long the program may go on afterwards
   */
  synchronized void onInterrupt(Runnable action, Duration time) {
    stop = action;
    grace = time;
  }

  /** The program is over; an interrupt has nothing to wait for any more. */
  synchronized void programEnded() {
    stop = null;
    ended.countDown();
  }

  /** What the shutdown hook does; it also runs when the program ends by itself. */
  void happen() {
    Runnable action;
    Duration limit;
    synchronized (this) {
      action = stop;
      limit = grace;
      stop = null; // once is enough
    }
    if (ended.getCount() == 0) {
      return;
    }
    happened = true;
    if (action != null) {
      action.run();
    }
    try {
      boolean unusedAsItEndsNow = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
