package dev.jflare.cli;

import dev.jflare.cli.attach.CommandedCollectors;
import dev.jflare.cli.attach.RunningFlare;
import dev.jflare.cli.attach.TargetUser;
import dev.jflare.jvm.AttachCheck;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.UserNames;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Decides before anything is sent to the JVM whether to attach, to stay outside, or to give up. */
final class Preflight {
  private Preflight() {}

  /**
   * Looks at the target.
   *
   * @return null to attach; else why the flare is taken from outside
   * @throws UserError with exit code 4 when this user may see nothing of the JVM
   */
  static @Nullable Outside check(ProcessView process, Terminal terminal) throws UserError {
    if (!process.supported()) {
      return null; // without /proc nothing can be known before trying
    }
    Verdict verdict = AttachCheck.of(process);
    if (verdict.attachable()) {
      return attachable(process, terminal);
    }
    if (verdict == Verdict.JDK_TOOL) {
      throw new UserError(
          ExitCode.NO_SUCH_JVM,
          "cannot attach to " + process.pid() + ": " + verdict.message(),
          sentence(verdict.nextStep()));
    }
    if (verdict.needsItsUser() && TargetUser.of(process).isPresent()) {
      return null; // a helper does it as that user
    }
    String next =
        verdict.needsItsUser() ? "run: " + TargetUser.byHand(process) : verdict.nextStep();
    if (verdict == Verdict.OTHER_USER || verdict == Verdict.OTHER_GROUP) {
      throw new UserError(
          ExitCode.NOT_PERMITTED,
          "cannot attach to "
              + process.pid()
              + ": "
              + verdict.message()
              + " ("
              + user(process)
              + ")",
          sentence(next));
    }
    String why = "cannot attach: " + verdict.message() + "; " + next;
    if (CommandedCollectors.fit(verdict, process)) {
      terminal.warn("Taking the flare by diagnostic commands and from outside: " + why);
      return Outside.byCommands(why);
    }
    terminal.warn("Taking the flare from outside: " + why);
    return Outside.because(why);
  }

  private static @Nullable Outside attachable(ProcessView process, Terminal terminal) {
    Optional<Instant> since = RunningFlare.since(process);
    if (since.isPresent()) {
      String why = "another flare is under way in this JVM, since " + since.get();
      terminal.warn("Taking the flare from outside: " + why);
      return Outside.because(why);
    }
    if (AttachCheck.warnsOfAgents(process)) {
      terminal.say("This Java warns of agents on the program's stderr (JEP 451); it will of ours.");
    }
    return null;
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String user(ProcessView process) {
    try {
      return UserNames.of(process).user(process.status().uid());
    } catch (IOException gone) {
      return "its user";
    }
  }
}
