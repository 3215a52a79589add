package dev.jflare.cli;

import dev.jflare.archive.Status;

/**
 * Why a flare is taken without the agent: somebody wanted it so, or the JVM cannot be attached to.
 */
final class Outside {
  /** {@code --local}. */
  static final Outside REQUESTED =
      new Outside(Status.SKIPPED, "local flare was requested", Commands.NONE);

  private final Status status;
  private final String why;
  private final Commands commands;

  private enum Commands {
    NONE,
    OBEYED
  }

  private Outside(Status status, String why, Commands commands) {
    this.status = status;
    this.why = why;
    this.commands = commands;
  }

  /** The agent is missing in this flare, and that is a gap. */
  static Outside because(String why) {
    return new Outside(Status.NOT_PERMITTED, why, Commands.NONE);
  }

  /** The same of a JVM that refuses agents and carries out diagnostic commands. */
  static Outside byCommands(String why) {
    return new Outside(Status.NOT_PERMITTED, why, Commands.OBEYED);
  }

  /** Whether the JVM can be asked by diagnostic commands. */
  boolean commanded() {
    return commands == Commands.OBEYED;
  }

  /** How the agent fares in the manifest. */
  Status status() {
    return status;
  }

  /** For the file {@code local}. */
  String why() {
    return why;
  }
}
