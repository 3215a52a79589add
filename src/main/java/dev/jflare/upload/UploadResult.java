package dev.jflare.upload;

import java.time.Duration;

/** How an upload ended. */
public final class UploadResult {
  private final Verdict verdict;
  private final int attempts;
  private final long bytes;
  private final Duration duration;

  UploadResult(Verdict verdict, int attempts, long bytes, Duration duration) {
    this.verdict = verdict;
    this.attempts = attempts;
    this.bytes = bytes;
    this.duration = duration;
  }

  /** Whether the backend has taken the flare. */
  public boolean accepted() {
    return verdict.isAccepted();
  }

  /** The case the backend has put it under; 0 when it named none or the flare was not taken. */
  public long caseId() {
    return verdict.caseId();
  }

  /**
   * The backend's answer for a person, as the Datadog Agent prints it, also when there is an error;
   * empty when there was no answer to speak of.
   */
  public String message() {
    return verdict.message();
  }

  /** Why it was not taken; empty when it was. */
  public String error() {
    return verdict.error();
  }

  /** Whether the same upload may succeed later: the network or the backend was in trouble. */
  public boolean retryable() {
    return verdict.isRetryable();
  }

  /** How often the archive was sent, 0 to 3. */
  public int attempts() {
    return attempts;
  }

  /** What went out in the last attempt, form included. */
  public long bytes() {
    return bytes;
  }

  public Duration duration() {
    return duration;
  }

  @Override
  public String toString() {
    return accepted() ? message() : error();
  }
}
