package dev.jflare.profile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Go's own tool as the judge of our files. */
final class GoPprof {
  private GoPprof() {}

  static boolean isHere() {
    try {
      return TargetJvm.run(List.of("go", "version")).startsWith("go version");
    } catch (IOException | AssertionError absent) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Functions by flat value, the largest first, those with none left out. */
  static List<String> top(String column, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("go", "tool", "pprof", "-top", "-sample_index=" + column));
    command.addAll(List.of(arguments));
    List<String> functions = new ArrayList<>();
    boolean table = false;
    for (String line : TargetJvm.run(command).split("\n")) {
      String[] cells = line.trim().split("\\s+", 6);
      if (table && cells.length == 6 && !cells[0].equals("0")) {
        functions.add(cells[5].replace(" (inline)", ""));
      }
      table |= line.contains("flat%");
    }
    return functions;
  }
}
