package dev.jflare.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Go's own tool as the judge of our files. */
public final class GoPprof {
  private GoPprof() {}

  /** Whether there is a Go to ask. */
  public static boolean isHere() {
    return Command.isHere("go");
  }

  /** What {@code go tool pprof} prints. */
  public static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("go", "tool", "pprof"));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }

  /** What {@code go tool pprof -top} prints. */
  public static String print(String... arguments) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-top"));
    all.addAll(List.of(arguments));
    return run(all.toArray(new String[0]));
  }

  /** Functions by flat value, the largest first, those with none left out. */
  public static List<String> top(String column, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("-sample_index=" + column));
    all.addAll(List.of(arguments));
    List<String> functions = new ArrayList<>();
    boolean table = false;
    for (String line : print(all.toArray(new String[0])).split("\n")) {
      String[] cells = line.trim().split("\\s+", 6);
      if (table && cells.length == 6 && !cells[0].equals("0")) {
        functions.add(cells[5].replace(" (inline)", ""));
      }
      table |= line.contains("flat%");
    }
    return functions;
  }
}
