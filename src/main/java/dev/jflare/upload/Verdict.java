package dev.jflare.upload;

/** What one exchange with the backend means. */
final class Verdict {
  private final long caseId;
  private final String message;
  private final String error;
  private final boolean retryable;

  private Verdict(long caseId, String message, String error, boolean retryable) {
    this.caseId = caseId;
    this.message = message;
    this.error = error;
    this.retryable = retryable;
  }

  static Verdict accepted(long caseId, String message) {
    return new Verdict(caseId, message, "", false);
  }

  /** The backend has answered, and the answer will not change. */
  static Verdict refused(String message, String error) {
    return new Verdict(0, message, error, false);
  }

  /** Trouble that may pass. */
  static Verdict trouble(String error) {
    return new Verdict(0, "", error, true);
  }

  Verdict withError(String other) {
    return new Verdict(caseId, message, other, retryable);
  }

  boolean isAccepted() {
    return error.isEmpty();
  }

  boolean isRetryable() {
    return retryable;
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
