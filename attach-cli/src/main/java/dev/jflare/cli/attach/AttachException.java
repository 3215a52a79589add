package dev.jflare.cli.attach;

import dev.jflare.lang.Nullable;
import java.io.IOException;

/** The agent was not loaded. The message says why, in lower case, {@link #problem} what to do. */
final class AttachException extends IOException {
  private static final long serialVersionUID = 1;

  private final AttachProblem problem;

  AttachException(AttachProblem problem, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = problem;
  }

  AttachProblem problem() {
    return problem;
  }
}
