package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import java.time.Duration;

/** What one exchange with the backend means. */
final class Verdict {
  private final long caseId;
  private final String message;
  private final String error;
  private final boolean retryable;
  private final @Nullable Duration wait;

  private Verdict(
      long caseId, String message, String error, boolean retryable, @Nullable Duration wait) {
    this.caseId = caseId;
    this.message = message;
    this.error = error;
    this.retryable = retryable;
    this.wait = wait;
  }

  static Verdict accepted(long caseId, String message) {
    return new Verdict(caseId, message, "", false, null);
  }

  /** The backend has answered, and the answer will not change. */
  static Verdict refused(String message, String error) {
    return new Verdict(0, message, error, false, null);
  }

  /** Trouble that may pass. */
  static Verdict trouble(String error) {
    return trouble(error, null);
  }

  /** As {@link #trouble(String)}, with the time the server wants to be left alone. */
  static Verdict trouble(String error, @Nullable Duration wait) {
    return new Verdict(0, "", error, true, wait);
  }

  Verdict withError(String other) {
    return new Verdict(caseId, message, other, retryable, wait);
  }

  boolean isAccepted() {
    return error.isEmpty();
  }

  boolean isRetryable() {
    return retryable;
  }

  /** How long the server wants us to wait; null when it said nothing. */
  @Nullable
  Duration askedWait() {
    return wait;
  }

  long caseId() {
    return caseId;
  }

  String message() {
    return message;
  }

  String error() {
    return error;
  }
}
