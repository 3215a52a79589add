package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Complaints about the command line that picocli cannot know of; all end with exit code 2. */
final class Wrong {
  private Wrong() {}

  /** A value outside of what the option takes. */
  static ParameterException value(
      @Nullable CommandSpec command, String option, Object value, String expected) {
    return usage(command, "invalid value '" + value + "' for " + option + ": expected " + expected);
  }

  /** Two options of which each makes the other pointless. */
  static ParameterException together(@Nullable CommandSpec command, String one, String other) {
    return usage(command, one + " and " + other + " exclude each other");
  }

  /** Anything else; the message begins in lower case. */
  static ParameterException usage(@Nullable CommandSpec command, String message) {
    if (command == null) {
      throw new IllegalStateException("picocli has not set the command: " + message);
    }
    return new ParameterException(command.commandLine(), message);
  }
}
