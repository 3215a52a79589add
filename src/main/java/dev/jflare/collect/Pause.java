package dev.jflare.collect;

import dev.jflare.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two samples. */
final class Pause {
  private Pause() {}

  /**
   * Waits, but not beyond the deadline.
   *
   * @return whether there was time for all of it
   */
  static boolean of(Duration length, Deadline deadline) throws InterruptedException {
    long nanos = length.toNanos();
    long left = deadline.remainingNanos();
    // Nobody counts this latch down: it is a sleep that an interrupt ends.
    boolean woken = new CountDownLatch(1).await(Math.min(nanos, left), TimeUnit.NANOSECONDS);
    return !woken && left > nanos;
  }
}
