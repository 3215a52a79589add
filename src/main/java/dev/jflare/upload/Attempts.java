package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import java.time.Duration;

/**
 * Tries a transfer until it has succeeded, cannot, or has been tried enough. What has arrived for
 * good makes the next failure the first one again.
 */
final class Attempts {
  private final RetryPolicy retries;
  private final UploadListener listener;
  private final Log log;

  Attempts(RetryPolicy retries, UploadListener listener, Log log) {
    this.retries = retries;
    this.listener = listener;
    this.log = log;
  }

  Verdict of(Transfer transfer, Tally tally) throws InterruptedException {
    int failures = 0;
    while (true) {
      long arrivedBefore = transfer.arrivedBytes();
      tally.begin();
      Verdict verdict = transfer.attempt(tally);
      if (!verdict.isRetryable()) {
        return verdict;
      }
      failures = transfer.arrivedBytes() > arrivedBefore ? 1 : failures + 1;
      String soFar = "failed to send flare after " + tally.attempts() + " attempts: ";
      if (failures >= RetryPolicy.ATTEMPTS) {
        return verdict.withError(soFar + verdict.error());
      }
      Duration pause = retries.pauseAfter(failures, verdict.askedWait());
      if (tally.tried().plus(pause).compareTo(retries.budget()) > 0) {
        return verdict.withError(soFar + verdict.error() + beyond(verdict.askedWait()));
      }
      log.warn("Failed to send flare, retrying in " + seconds(pause) + ": " + verdict.error());
      listener.retrying(tally.attempts(), verdict.error());
      retries.pause(pause);
    }
  }

  private String beyond(@Nullable Duration asked) {
    String budget = " (jflare.upload_budget, " + seconds(retries.budget()) + ")";
    return asked == null
        ? "\nNot tried again: the time for trying is over" + budget
        : "\nNot tried again: the server wants to be left alone for " + seconds(asked) + budget;
  }

  /** In the Agent's words when it is one second. */
  private static String seconds(Duration length) {
    long tenths = Math.round(length.toMillis() / 100.0);
    String number = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return number.equals("1") ? "1 second" : number + " seconds";
  }
}
