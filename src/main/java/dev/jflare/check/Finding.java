package dev.jflare.check;

/** What a step has found, and what can be done about it. */
final class Finding {
  private final StepOutcome outcome;
  private final String detail;
  private final String advice;

  private Finding(StepOutcome outcome, String detail, String advice) {
    this.outcome = outcome;
    this.detail = detail;
    this.advice = advice;
  }

  static Finding ok(String detail) {
    return new Finding(StepOutcome.OK, detail, "");
  }

  static Finding warn(String detail, String advice) {
    return new Finding(StepOutcome.WARN, detail, advice);
  }

  static Finding failed(String detail, String advice) {
    return new Finding(StepOutcome.FAILED, detail, advice);
  }

  static Finding notReached(String why) {
    return new Finding(StepOutcome.NOT_REACHED, why, "");
  }

  static Finding noTime() {
    return new Finding(StepOutcome.NO_TIME, "no time left", "");
  }

  /** The same, as something that should be known. */
  Finding noted() {
    return outcome == StepOutcome.OK ? warn(detail, advice) : this;
  }

  StepOutcome outcome() {
    return outcome;
  }

  String detail() {
    return detail;
  }

  String advice() {
    return advice;
  }
}
