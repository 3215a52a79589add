package dev.jflare.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that the archive goes to; looked at before the JVM is disturbed for nothing. */
final class OutputFolder {
  private OutputFolder() {}

  static void check(Path folder) throws UserError {
    if (!Files.isDirectory(folder)) {
      throw new UserError(
          ExitCode.USAGE, "--output " + folder + " is not a folder", "Create it or name another.");
    }
    if (!Files.isWritable(folder)) {
      throw new UserError(
          ExitCode.NOT_PERMITTED,
          "cannot write to the folder " + folder,
          "Name another with --output.");
    }
  }
}
