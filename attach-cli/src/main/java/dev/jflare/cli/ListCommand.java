package dev.jflare.cli;

import picocli.CommandLine.Command;

/** The JVMs of this host. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the JVMs on this host and says which can be attached to.")
final class ListCommand implements Verb {

  @Override
  public Outcome run(Terminal terminal) throws UserError {
    throw new UserError(ExitCode.BUG, "not built yet", "");
  }
}
