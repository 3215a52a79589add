package dev.jflare.cli;

import picocli.CommandLine.Command;

/** The embedded intake, for a person. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    description = "Takes flares like the real backend does.")
final class ReceiveCommand implements Verb {

  @Override
  public Outcome run(Terminal terminal) throws UserError {
    throw new UserError(ExitCode.BUG, "not built yet", "");
  }
}
