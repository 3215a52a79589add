package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The front door for a person. Reads the command line, runs one command, and turns whatever
 * happened into an exit code and a message.
 */
public final class Main {
  private final Shell shell;
  private final Interrupts interrupts;
  private final OutputOptions output = new OutputOptions();

  Main(Shell shell, Interrupts interrupts) {
    this.shell = shell;
    this.interrupts = interrupts;
  }

  /** The process's entry; everything it does can be done in-process by a test. */
  public static void main(String[] args) {
    System.exit(new Main(Shell.ofThisProcess(), Interrupts.ofThisProcess()).run(args));
  }

  /**
   * Runs the command line to its end.
   *
   * @return one of {@link ExitCode}
   */
  int run(String... args) {
    try {
      return runToTheEnd(args);
    } finally {
      interrupts.programEnded();
    }
  }

  private int runToTheEnd(String... args) {
    Terminal terminal = new Terminal(shell, output);
    CommandLine commands = Commands.of(output, interrupts, args);
    Outcome outcome;
    try {
      ParseResult parsed = commands.parseArgs(args);
      if (Commands.printHelp(parsed, shell)) {
        return ExitCode.OK;
      }
      outcome = Commands.chosen(parsed).run(terminal);
    } catch (ParameterException wrong) {
      if (jsonIsAskedFor(args)) {
        output.assumeJson();
      }
      outcome = usage(terminal, wrong);
    } catch (UserError error) {
      terminal.complain(error);
      outcome = failed(error.exitCode(), error.getMessage()).with("nextStep", error.nextStep());
    } catch (InterruptedException interrupted) {
      outcome = failed(ExitCode.INTERRUPTED, "interrupted");
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError bug) {
      outcome = bug(terminal, bug);
    }
    terminal.event(
        JsonLine.event("result").with("exitCode", outcome.exitCode()).withAll(outcome.fields()));
    return outcome.exitCode();
  }

  private static Outcome usage(Terminal terminal, ParameterException wrong) {
    String complaint = Commands.complaint(wrong);
    terminal.complain(new UserError(ExitCode.USAGE, complaint, Commands.hint(wrong)));
    return failed(ExitCode.USAGE, complaint);
  }

  private static Outcome bug(Terminal terminal, Throwable bug) {
    StringWriter trace = new StringWriter();
    bug.printStackTrace(new PrintWriter(trace));
    terminal.complain(
        new UserError(
            ExitCode.BUG,
            "unexpected error in version " + Version.current() + ", please report it: " + bug,
            trace.toString()));
    return failed(ExitCode.BUG, bug.toString());
  }

  private static Outcome failed(int exitCode, @Nullable String message) {
    return Outcome.of(exitCode).with("error", String.valueOf(message));
  }

  /** For a command line that could not be read: options after the mistake were not seen yet. */
  private static boolean jsonIsAskedFor(String... args) {
    List<String> words = Arrays.asList(args);
    int end = words.indexOf("--");
    return (end < 0 ? words : words.subList(0, end)).contains("--json");
  }
}
