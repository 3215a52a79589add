package dev.jflare.upload;

import java.time.Duration;

/** How an upload ended. */
public final class UploadResult {
  private final Verdict verdict;
  private final UploadMode mode;
  private final int attempts;
  private final long bytes;
  private final long resumedAt;
  private final Duration duration;

  UploadResult(Verdict verdict, UploadMode mode, Tally tally, Duration duration) {
    this.verdict = verdict;
    this.mode = mode;
    this.attempts = tally.attempts();
    this.bytes = tally.bytes();
    this.resumedAt = tally.resumedAt();
    this.duration = duration;
  }

  /** How it was sent; {@link UploadMode#AUTO} when it ended before that was decided. */
  public UploadMode mode() {
    return mode;
  }

  /** The byte of the archive at which the last attempt went on; 0 when it began at the first. */
  public long resumedAt() {
    return resumedAt;
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

  /** How often it was tried to send it: 0 to 3, and more only where each try got further. */
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
