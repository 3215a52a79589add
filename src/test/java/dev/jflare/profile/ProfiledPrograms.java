package dev.jflare.profile;

import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import one.jfr.JfrReader;
import one.profiler.AsyncProfiler;

/** The programs that record themselves with the core on their class path. */
final class ProfiledPrograms {
  private final Path classes;

  /** Compiles the programs for Java 8 into this folder. */
  ProfiledPrograms(Path classes) throws IOException {
    this.classes = classes;
    String core = String.join(":", core());
    String[] targets = {
      "Planted", "SelfJvm", "Record", "Leftovers", "Unload", "Late", "Truth", "Continuous",
    };
    Targets.compile(classes, core, targets);
  }

  /** What the core needs to record, each entry a jar or a folder. */
  static List<String> core() {
    return Stream.of(ProfileSpec.class, JfrReader.class, AsyncProfiler.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toList();
  }

  /** Our own classes and the programs, without async-profiler's jar. */
  List<String> withoutProfiler() {
    return List.of(core().get(0), core().get(1), classes + "/");
  }

  /** Runs a program to its end and returns what it said; a warning of the JVM is no failure. */
  String run(int feature, List<String> options, String main, String... arguments)
      throws IOException, InterruptedException {
    return Command.run(command(Jdks.home(feature).orElseThrow(), options, main, arguments));
  }

  /** The command that starts a program in the JVM of this home. */
  List<String> command(Path home, List<String> options, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-cp", classes + ":" + String.join(":", core()), main));
    command.addAll(List.of(arguments));
    return command;
  }
}
