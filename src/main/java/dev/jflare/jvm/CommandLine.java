package dev.jflare.jvm;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of the {@code java} launcher, taken apart: options for the JVM, the program, and
 * the program's arguments. Argument files ({@code @file}) stay as they are.
 */
public final class CommandLine {
  /** Options whose value is the next argument; see "java -help" of 8 to 25. */
  private static final Set<String> WITH_VALUE =
      new HashSet<>(
          Arrays.asList(
              "-cp",
              "-classpath",
              "--class-path",
              "-p",
              "--module-path",
              "--upgrade-module-path",
              "--add-modules",
              "--enable-native-access",
              "--limit-modules",
              "--add-exports",
              "--add-opens",
              "--add-reads",
              "--patch-module",
              "-d",
              "--describe-module",
              "--source",
              "--illegal-native-access",
              "--sun-misc-unsafe-memory-access",
              "--finalization"));

  private final List<String> jvmOptions;
  private final @Nullable String program;
  private final List<String> programArguments;

  private CommandLine(
      List<String> jvmOptions, @Nullable String program, List<String> programArguments) {
    this.jvmOptions = Collections.unmodifiableList(jvmOptions);
    this.program = program;
    this.programArguments = Collections.unmodifiableList(programArguments);
  }

  /**
   * The command line of a process, with the options that its JVM takes from its environment and
   * from argument files, in the order in which the JVM reads them.
   */
  public static CommandLine of(ProcessView process) throws IOException {
    CommandLine given = parse(process.commandLine());
    Map<String, String> environment = Collections.emptyMap();
    try {
      environment = process.environment();
    } catch (IOException notOurs) {
      // another user's: the command line is all there is
    }
    List<String> options = new ArrayList<>();
    options.addAll(words(environment.get("JAVA_TOOL_OPTIONS")));
    options.addAll(words(environment.get("JDK_JAVA_OPTIONS")));
    options.addAll(given.jvmOptions);
    if (given.jvmOptions.stream().anyMatch(option -> option.startsWith("@"))) {
      Optional<PerfData> data = PerfData.ifPresent(process);
      options.addAll(words(data.flatMap(d -> d.text("java.rt.vmArgs")).orElse("")));
    }
    options.addAll(words(environment.get("_JAVA_OPTIONS")));
    return new CommandLine(options, given.program, given.programArguments);
  }

  /** Takes apart the arguments of a process, the executable first. */
  public static CommandLine parse(List<String> arguments) {
    List<String> options = new ArrayList<>();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean hasNext = i + 1 < arguments.size();
      if (programFollows(argument) && hasNext) {
        return new CommandLine(options, arguments.get(i + 1), rest(arguments, i + 2));
      }
      if (WITH_VALUE.contains(argument) && hasNext) {
        options.add(argument);
        options.add(arguments.get(++i));
      } else if (argument.startsWith("--module=")) {
        String module = argument.substring("--module=".length());
        return new CommandLine(options, module, rest(arguments, i + 1));
      } else if (argument.startsWith("-") || argument.startsWith("@")) {
        options.add(argument);
      } else {
        return new CommandLine(options, argument, rest(arguments, i + 1));
      }
    }
    return new CommandLine(options, null, Collections.<String>emptyList());
  }

  /** Options and their values, in order, as given. */
  public List<String> jvmOptions() {
    return jvmOptions;
  }

  /** The main class, jar or module; null when it is hidden in an argument file. */
  public @Nullable String program() {
    return program;
  }

  /** What the program is given; passwords stand here. */
  public List<String> programArguments() {
    return programArguments;
  }

  /** The value of the last {@code -Dname=value}; null without one. */
  public @Nullable String property(String name) {
    String value = null;
    for (String option : jvmOptions) {
      if (option.startsWith("-D" + name + "=")) {
        value = option.substring(name.length() + 3);
      }
    }
    return value;
  }

  /** Quoting is not looked at: what is searched for in options has no blanks. */
  private static List<String> words(@Nullable String text) {
    return text == null
        ? Collections.<String>emptyList()
        : Arrays.asList(text.trim().split("\\s+"));
  }

  /** The value of the last {@code -XX:NAME=value}; null without one. */
  public @Nullable String flag(String name) {
    String value = null;
    for (String option : jvmOptions) {
      if (option.startsWith("-XX:" + name + "=")) {
        value = option.substring(name.length() + 5);
      }
    }
    return value;
  }

  private static boolean programFollows(String argument) {
    return argument.equals("-jar") || argument.equals("-m") || argument.equals("--module");
  }

  private static List<String> rest(List<String> arguments, int from) {
    return new ArrayList<>(arguments.subList(Math.min(from, arguments.size()), arguments.size()));
  }
}
