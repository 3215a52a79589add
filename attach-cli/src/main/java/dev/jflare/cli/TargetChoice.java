package dev.jflare.cli;

import dev.jflare.jvm.AttachCheck;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.JvmScan;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which JVM is meant. A number is a pid and nothing else; any other text has to fit one JVM. */
final class TargetChoice {
  private final Terminal terminal;

  TargetChoice(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The process that the text names.
   *
   * @param text what stands on the command line; null when nothing does, and then only a person can
   *     choose
   * @throws UserError with exit code 3 when it is no JVM, none or several; the candidates have been
   *     printed then
   */
  ProcessView choose(@Nullable String text) throws UserError, IOException {
    if (text != null && text.matches("[0-9]+")) {
      return byPid(text);
    }
    List<JvmInfo> all = scan();
    List<JvmInfo> fitting = text == null ? all : fitting(text);
    if (text != null && fitting.size() == 1) {
      return ProcessView.of(fitting.get(0).pid());
    }
    return ProcessView.of(pick(text, fitting.isEmpty() ? all : fitting, fitting.size()));
  }

  /**
   * All JVMs that a text fits.
   *
   * @param text null for every one; runs of this command itself are not meant
   * @throws UserError with exit code 3 when there is none
   */
  List<JvmInfo> several(@Nullable String text) throws UserError, IOException {
    List<JvmInfo> all = scan();
    List<JvmInfo> fitting = text == null ? all : fitting(text);
    fitting.removeIf(jvm -> text == null && isOurs(jvm));
    if (fitting.isEmpty()) {
      throw noSuch(
          text == null
              ? "no other JVM runs here as far as this user can see"
              : "no JVM fits '" + text + "'");
    }
    return fitting;
  }

  /**
   * Checks that a process is still the JVM it was when it was found.
   *
   * @throws UserError with exit code 3 when it is not
   */
  static void stillThere(long pid) throws UserError {
    byPid(Long.toString(pid));
  }

  private static boolean isOurs(JvmInfo jvm) {
    return jvm.program().endsWith("attach.jar") || jvm.program().equals(Main.class.getName());
  }

  private static ProcessView byPid(String text) throws UserError {
    long pid;
    try {
      pid = Long.parseLong(text);
    } catch (NumberFormatException tooLarge) {
      throw noSuch("there is no process " + text);
    }
    if (pid == ProcessView.self().pid()) {
      throw noSuch("process " + pid + " is this command itself");
    }
    ProcessView process = ProcessView.of(pid);
    if (process.supported()) {
      Verdict verdict = AttachCheck.of(process);
      if (verdict == Verdict.GONE || verdict == Verdict.ZOMBIE || verdict == Verdict.NOT_A_JVM) {
        throw noSuch("process " + pid + ": " + verdict.message());
      }
    }
    return process;
  }

  private static List<JvmInfo> scan() throws UserError {
    try {
      return JvmScan.ofThisHost().all();
    } catch (IOException noProc) {
      throw new UserError(
          ExitCode.NO_SUCH_JVM, String.valueOf(noProc.getMessage()), "Give the target's pid.");
    }
  }

  /** Other runs of this very command carry the same text on their command lines. */
  private static List<JvmInfo> fitting(String text) throws IOException {
    List<JvmInfo> fitting = new ArrayList<>();
    for (JvmInfo jvm : JvmScan.ofThisHost().matching(text)) {
      if (!isOurs(jvm) || jvm.program().contains(text)) {
        fitting.add(jvm);
      }
    }
    return fitting;
  }

  private long pick(@Nullable String text, List<JvmInfo> candidates, int fitting)
      throws UserError, IOException {
    String problem =
        text == null
            ? "no target given"
            : fitting == 0 ? "no JVM fits '" + text + "'" : fitting + " JVMs fit '" + text + "'";
    if (candidates.isEmpty()) {
      throw noSuch(problem + ", and no other JVM runs here as far as this user can see");
    }
    List<String> lines = new JvmTable(candidates).lines();
    terminal.warn(problem + (fitting == 0 ? "; these run here:" : ":"));
    terminal.warn("    " + lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      terminal.warn(String.format("%2d) %s", i, lines.get(i)));
    }
    new JvmTable(candidates).events().forEach(terminal::event);
    Optional<String> answer =
        terminal.ask("Which one? [1-" + candidates.size() + ", nothing to leave] ");
    return candidates.get(number(problem, answer.orElse(""), candidates.size()) - 1).pid();
  }

  private static int number(String problem, String answer, int last) throws UserError {
    try {
      int number = Integer.parseInt(answer);
      if (number >= 1 && number <= last) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // nothing chosen, which is an answer as well
    }
    throw noSuch(problem);
  }

  private static UserError noSuch(String message) {
    return new UserError(
        ExitCode.NO_SUCH_JVM,
        message,
        "Give the pid of a JVM; java -jar attach.jar list shows those that run.");
  }
}
