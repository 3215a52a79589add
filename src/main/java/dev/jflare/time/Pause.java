package dev.jflare.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A wait for nothing but time to pass, which an interrupt ends; tests bring one that does not wait.
 */
public interface Pause {
  /** On a latch that nobody opens. */
  Pause REAL =
      length -> {
        if (new CountDownLatch(1).await(length.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new AssertionError("nobody opens this latch");
        }
      };

  void take(Duration length) throws InterruptedException;

  /**
   * Waits, but not beyond the deadline.
   *
   * @return whether there was time for all of it
   */
  static boolean within(Deadline deadline, Duration length) throws InterruptedException {
    long left = deadline.remainingNanos();
    REAL.take(Duration.ofNanos(Math.min(length.toNanos(), left)));
    return left > length.toNanos();
  }
}
