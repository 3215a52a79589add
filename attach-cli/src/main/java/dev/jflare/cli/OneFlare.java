package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.flare.FlareResult;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.io.IOException;

/** Takes the flare of one process: attached where it can be, from outside where it has to be. */
final class OneFlare {
  private final FlareTask.Maker tasks;
  private final @Nullable Outside outside;
  private final Terminal terminal;

  /**
   * @param outside why no JVM is to be attached to; null when each is looked at first
   */
  OneFlare(FlareTask.Maker tasks, @Nullable Outside outside, Terminal terminal) {
    this.tasks = tasks;
    this.outside = outside;
    this.terminal = terminal;
  }

  /**
   * Its archive.
   *
   * @throws UserError with exit code 4 when this user may see nothing of the JVM, 7 when nothing
   *     could be collected or written
   */
  FlareArchive of(ProcessView process) throws UserError {
    Outside why = outside == null ? Preflight.check(process, terminal) : outside;
    FlareResult result;
    try {
      result = tasks.of(process).take(why);
    } catch (IOException e) {
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          "no flare can be made: " + e,
          "Name another folder for it with --output.");
    }
    FlareArchive archive = result.archive();
    if (archive == null) {
      throw new UserError(ExitCode.NOTHING_COLLECTED, result.problem(), "");
    }
    return archive;
  }
}
