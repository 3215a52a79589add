package dev.jflare.cli;

import dev.jflare.cli.attach.TargetUser;
import dev.jflare.jvm.AttachCheck;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.UserNames;
import dev.jflare.lang.Nullable;
import java.io.IOException;

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
      return null;
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
          Character.toUpperCase(next.charAt(0)) + next.substring(1));
    }
    String why = "cannot attach: " + verdict.message() + "; " + next;
    terminal.warn("Taking the flare from outside: " + why);
    return Outside.because(why);
  }

  private static String user(ProcessView process) {
    try {
      return UserNames.of(process).user(process.status().uid());
    } catch (IOException gone) {
      return "its user";
    }
  }
}
