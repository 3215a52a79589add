package dev.jflare.cli;

import picocli.CommandLine.Command;

/** Uploads an archive that is already there. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Uploads an archive already on disk.")
final class SendCommand implements Verb {

  @Override
  public Outcome run(Terminal terminal) throws UserError {
    throw new UserError(ExitCode.BUG, "not built yet", "");
  }
}
