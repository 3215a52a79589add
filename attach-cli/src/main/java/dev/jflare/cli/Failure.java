package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Version;
import java.io.PrintWriter;
import java.io.StringWriter;

/** How something that went wrong is told, and what comes of it. */
final class Failure {
  private Failure() {}

  /** Something the user can do something about. */
  static Outcome named(UserError error, Terminal terminal) {
    terminal.complain(error);
    return of(error.exitCode(), error.getMessage()).with("nextStep", error.nextStep());
  }

  /** Something that should not be. */
  static Outcome bug(Throwable bug, Terminal terminal) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    terminal.complain(
        new UserError(
            ExitCode.BUG,
            "unexpected error in version " + Version.current() + ", please report it: " + bug,
            trace.toString()));
    return of(ExitCode.BUG, bug.toString());
  }

  /** Without a word to anybody but the reader of JSON. */
  static Outcome of(int exitCode, @Nullable String message) {
    return Outcome.of(exitCode).with("error", String.valueOf(message));
  }
}
