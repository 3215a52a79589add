package dev.jflare.cli;

import static java.util.Objects.requireNonNull;

/**
 * Something the person at the command line can do something about. Its message starts in lower
 * case, so that the program's name fits in front, and it carries what to do next. Everything else
 * that is thrown up to {@link Main} is a bug.
 */
final class UserError extends Exception {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String nextStep;

  /**
   * @param exitCode one of {@link ExitCode}
   * @param nextStep a sentence or a command; empty when there is nothing to advise
   */
  UserError(int exitCode, String message, String nextStep) {
    super(requireNonNull(message, "message"));
    this.exitCode = exitCode;
    this.nextStep = requireNonNull(nextStep, "nextStep");
  }

  /** One of {@link ExitCode}. */
  int exitCode() {
    return exitCode;
  }

  /** What to do about it; may be empty. */
  String nextStep() {
    return nextStep;
  }
}
