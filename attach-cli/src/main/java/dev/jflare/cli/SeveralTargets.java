package dev.jflare.cli;

import dev.jflare.jvm.JvmInfo;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that mean more than one JVM. */
final class SeveralTargets {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      order = 1,
      names = "--all",
      description = "take a flare of every JVM of this host, one after the other")
  private boolean all;

  @Option(
      order = 1,
      names = "--match",
      paramLabel = "TEXT",
      description = "the same of the JVMs whose main class, jar or command line has this text")
  private @Nullable String match;

  /** Whether this command is about several JVMs. */
  boolean asked() {
    return all || match != null;
  }

  /** Refuses options that exclude each other. */
  void check() {
    if (all && match != null) {
      throw Wrong.together(command, "--all", "--match");
    }
  }

  /**
   * The JVMs that are meant, by pid.
   *
   * @throws UserError with exit code 3 when there is none
   */
  List<JvmInfo> choose(Terminal terminal) throws UserError, IOException {
    return new TargetChoice(terminal).several(match);
  }
}
