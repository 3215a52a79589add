package dev.jflare.check;

/** What a step has found, and what can be done about it. */
final class Finding {
  private final Outcome outcome;
  private final String detail;
  private final String advice;

  private Finding(Outcome outcome, String detail, String advice) {
    this.outcome = outcome;
    this.detail = detail;
    this.advice = advice;
  }

  static Finding ok(String detail) {
    return new Finding(Outcome.OK, detail, "");
  }

  static Finding warn(String detail, String advice) {
    return new Finding(Outcome.WARN, detail, advice);
  }

  static Finding failed(String detail, String advice) {
    return new Finding(Outcome.FAILED, detail, advice);
  }

  static Finding notReached(String why) {
    return new Finding(Outcome.NOT_REACHED, why, "");
  }

  static Finding noTime() {
    return new Finding(Outcome.NO_TIME, "no time left", "");
  }

  /** The same, as something that should be known. */
  Finding noted() {
    return outcome == Outcome.OK ? warn(detail, advice) : this;
  }

  Outcome outcome() {
    return outcome;
  }

  String detail() {
    return detail;
  }

  String advice() {
    return advice;
  }
}
