package dev.jflare.cli;

import dev.jflare.archive.Status;

/**
 * Why a flare is taken without the agent: somebody wanted it so, or the JVM cannot be attached to.
 */
final class Outside {
  /** {@code --local}. */
  static final Outside REQUESTED = new Outside(Status.SKIPPED, "local flare was requested");

  private final Status status;
  private final String why;

  private Outside(Status status, String why) {
    this.status = status;
    this.why = why;
  }

  /** The agent is missing in this flare, and that is a gap. */
  static Outside because(String why) {
    return new Outside(Status.NOT_PERMITTED, why);
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
