package dev.jflare.cli;

import dev.jflare.lang.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

  /** What a person types to get here. */
  static final String PROGRAM = "java -jar attach.jar";

  /**
   * The command line, as far as these arguments need it: to have picocli read the annotations of
   * all commands is most of the CPU time of a short one.
   *
   * @param output receives the options all commands share
   * @param interrupts is told how each command is stopped
   */
  static CommandLine of(OutputOptions output, Interrupts interrupts, String... args) {
    Map<String, Supplier<Verb>> verbs = verbs(interrupts);
    boolean one = args.length > 0 && verbs.containsKey(args[0]);
    CommandLine root = new CommandLine(one ? new Front() : new FlareCommand(interrupts));
    root.addMixin("output", output);
    verbs.forEach(
        (name, verb) -> {
          if (!one || name.equals(args[0])) {
            root.addSubcommand(name, verb.get());
          }
        });
    root.getCommandSpec().version("jflare " + Version.current());
    // a target's command line may well begin with @, and so may a password in a URL
    root.setExpandAtFiles(false);
    root.setUsageHelpAutoWidth(false);
    return root;
  }

  private static Map<String, Supplier<Verb>> verbs(Interrupts interrupts) {
    Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
    verbs.put("list", ListCommand::new);
    verbs.put("send", () -> new SendCommand(interrupts));
    verbs.put("check", () -> new CheckCommand(interrupts));
    verbs.put("pprof", PprofCommand::new);
    verbs.put("redact", RedactCommand::new);
    verbs.put("receive", () -> new ReceiveCommand(interrupts));
    verbs.put("demo", () -> new DemoCommand(interrupts));
    return verbs;
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

  /** Stands for the command without a name where one with a name is chosen. */
  @Command(name = PROGRAM)
  private static final class Front {}
}
