package dev.jflare.cli;

import java.io.IOException;
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
      outcome = Failure.named(error, terminal);
    } catch (InterruptedException interrupted) {
      outcome = Failure.of(ExitCode.INTERRUPTED, "interrupted");
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError bug) {
      outcome = Failure.bug(bug, terminal);
    }
    terminal.event(
        JsonLine.event("result").with("exitCode", outcome.exitCode()).withAll(outcome.fields()));
    return outcome.exitCode();
  }

  private static Outcome usage(Terminal terminal, ParameterException wrong) {
    String complaint = Commands.complaint(wrong);
    terminal.complain(new UserError(ExitCode.USAGE, complaint, Commands.hint(wrong)));
    return Failure.of(ExitCode.USAGE, complaint);
  }

  /** For a command line that could not be read: options after the mistake were not seen yet. */
  private static boolean jsonIsAskedFor(String... args) {
    List<String> words = Arrays.asList(args);
    int end = words.indexOf("--");
    return (end < 0 ? words : words.subList(0, end)).contains("--json");
  }
}
