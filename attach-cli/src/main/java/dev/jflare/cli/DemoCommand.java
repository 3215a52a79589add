package dev.jflare.cli;

import picocli.CommandLine.Command;

/** Everything once, on a JVM of our own. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts a demo JVM and an intake, makes and uploads a flare.")
final class DemoCommand implements Verb {

  DemoCommand(Interrupts interrupts) {}

  @Override
  public Outcome run(Terminal terminal) throws UserError {
    throw new UserError(ExitCode.BUG, "not built yet", "");
  }
}
