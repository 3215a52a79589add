package dev.jflare.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How the program talks; the same for every command, before or after its name. */
final class OutputOptions {
  @Option(
      order = 20,
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "one JSON object per line on stdout, the last one the result; never asks")
  private boolean json;

  @Option(
      order = 21,
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "no progress, only results, questions and errors")
  private boolean quiet;

  @Option(
      order = 22,
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "say more about each step")
  private boolean verbose;

  @Option(
      order = 23,
      names = "--color",
      scope = ScopeType.INHERIT,
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never (default: ${DEFAULT-VALUE}; NO_COLOR is honoured)")
  private Color color = Color.auto;

  /** The words of {@code --color}, as they are written there. */
  enum Color {
    auto,
    always,
    never
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  boolean verbose() {
    return verbose;
  }

  Color color() {
    return color;
  }

  /** For what has to be said before the command line could be read. */
  void assumeJson() {
    json = true;
  }
}
