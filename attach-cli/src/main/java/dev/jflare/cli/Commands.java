package dev.jflare.cli;

import dev.jflare.lang.Version;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words of the command line and how picocli reads them. */
final class Commands {
  private Commands() {}

  /**
   * The whole command line.
   *
   * @param output receives the options all commands share
   * @param interrupts is told how each command is stopped
   */
  static CommandLine of(OutputOptions output, Interrupts interrupts) {
    CommandLine root = new CommandLine(new FlareCommand(interrupts));
    root.addMixin("output", output);
    root.addSubcommand("list", new ListCommand());
    root.addSubcommand("send", new SendCommand(interrupts));
    root.addSubcommand("check", new CheckCommand(interrupts));
    root.addSubcommand("pprof", new PprofCommand());
    root.addSubcommand("redact", new RedactCommand());
    root.addSubcommand("receive", new ReceiveCommand(interrupts));
    root.addSubcommand("demo", new DemoCommand(interrupts));
    root.getCommandSpec().version("jflare " + Version.current());
    // a target's command line may well begin with @, and so may a password in a URL
    root.setExpandAtFiles(false);
    root.setUsageHelpAutoWidth(false);
    return root;
  }

  /** Prints help or the version when that is what was asked for. */
  static boolean printHelp(ParseResult parsed, Shell shell) {
    ParseResult asked = last(parsed);
    Help.Ansi plain = Help.Ansi.OFF;
    if (asked.isUsageHelpRequested()) {
      asked.commandSpec().commandLine().usage(shell.out(), plain);
    } else if (parsed.isVersionHelpRequested() || asked.isVersionHelpRequested()) {
      parsed.commandSpec().commandLine().printVersionHelp(shell.out(), plain);
    } else {
      return false;
    }
    shell.out().flush();
    return true;
  }

  /**
   * The command the line names.
   *
   * @throws ParameterException when options of a flare stand before another command, where they
   *     would be read and then have no effect
   */
  static Verb chosen(ParseResult parsed) {
    ParseResult last = last(parsed);
    if (last != parsed) {
      for (ArgSpec arg : parsed.matchedArgs()) {
        if (arg.scopeType() != ScopeType.INHERIT) {
          throw new ParameterException(
              last.commandSpec().commandLine(), misplaced(arg, last.commandSpec()));
        }
      }
    }
    return (Verb) last.commandSpec().userObject();
  }

  private static String misplaced(ArgSpec arg, CommandSpec command) {
    if (arg.isOption()) {
      return "option "
          + ((OptionSpec) arg).longestName()
          + " has no effect before the command '"
          + command.name()
          + "'";
    }
    return "'"
        + command.name()
        + "' is a command and cannot follow a target; a target of that name is written after --";
  }

  /** What is wrong with the command line, in one line that begins in lower case. */
  static String complaint(ParameterException wrong) {
    String message = String.valueOf(wrong.getMessage());
    return message.isEmpty()
        ? "wrong usage"
        : Character.toLowerCase(message.charAt(0)) + message.substring(1);
  }

  /** How the command is written, and what may have been meant. */
  static String hint(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    StringBuilder hint = new StringBuilder();
    if (wrong instanceof UnmatchedArgumentException) {
      List<String> suggestions = ((UnmatchedArgumentException) wrong).getSuggestions();
      if (!suggestions.isEmpty()) {
        hint.append("Did you mean ").append(String.join(" or ", suggestions)).append("?\n");
      }
    }
    hint.append("Usage: ").append(command.getHelp().synopsis(0).trim()).append('\n');
    return hint.append("See: ")
        .append(command.getCommandSpec().qualifiedName(" "))
        .append(" --help")
        .toString();
  }

  private static ParseResult last(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last;
  }
}
