package dev.jflare.profile;

import dev.jflare.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Time within a session: waits, and knows why it stopped waiting. An interrupt ends all waits for
 * good, and is kept from the cleanup, because an interrupted thread cannot write files.
 */
final class Window {
  private static final long SHORTEST_LEAD_MILLIS = 500;
  private static final long LONGEST_LEAD_MILLIS = 3_000;
  private static final long LOOK_EVERY_MILLIS = 500;

  /** Kept of the deadline for stopping and writing. */
  private static final long RESERVE_MILLIS = 1_500;

  /** A recording beyond this is a burden to the host; 60 s of everything are about 12 MB. */
  private static final long MOST_BYTES = 64L << 20;

  private final CountDownLatch never = new CountDownLatch(1);
  private final Deadline deadline;
  private final long windowMillis;
  private boolean interrupted;
  private String endedEarly = "";

  Window(ProfileSpec spec, Deadline deadline) {
    this.deadline = deadline;
    this.windowMillis = spec.window().toMillis();
  }

  /** From session start to window start, so that the first heap profile has something to show. */
  Duration lead() {
    return Duration.ofMillis(
        Math.min(LONGEST_LEAD_MILLIS, Math.max(SHORTEST_LEAD_MILLIS, windowMillis / 10)));
  }

  /** The window proper, with its lead. Nothing running means nothing to wait for. */
  void run(Profilers profilers) {
    if (!profilers.running()) {
      return;
    }
    profilers.sessionStarts();
    if (pause(lead().toMillis(), profilers)) {
      profilers.windowStarts();
      pause(windowMillis, profilers);
    }
    profilers.windowEnds();
  }

  /**
   * Waits and watches the recording grow.
   *
   * @return whether the time was waited in full
   */
  boolean pause(long millis, Profilers profilers) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (endedEarly.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return true;
      }
      if (deadline.remainingMillis() <= RESERVE_MILLIS) {
        endedEarly = "the time limit";
      } else if (profilers.fileSize() > MOST_BYTES) {
        endedEarly = "the recording reached " + (MOST_BYTES >> 20) + " MiB";
      } else {
        await(Math.min(left, LOOK_EVERY_MILLIS));
      }
    }
    return false;
  }

  String endedEarly() {
    return endedEarly;
  }

  /** From here on the thread is not interrupted, so that files can be written. */
  void enterCleanup() {
    interrupted |= Thread.interrupted();
  }

  void leaveCleanup() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(long millis) {
    try {
      boolean neverTrue = never.await(millis, TimeUnit.MILLISECONDS);
      assert !neverTrue;
    } catch (InterruptedException e) {
      interrupted = true; // handed on by leaveCleanup
      endedEarly = "interrupted";
    }
  }
}
