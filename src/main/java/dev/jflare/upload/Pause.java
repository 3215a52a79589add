package dev.jflare.upload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A wait between two attempts; tests bring their own, which does not wait. */
interface Pause {
  /** A wait on a latch that nobody opens: it ends early when the caller is interrupted. */
  Pause REAL =
      length -> {
        if (new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError("nobody opens this latch");
        }
      };

  void take(Duration length) throws InterruptedException;
}
