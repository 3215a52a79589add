package dev.jflare.testing;

import java.util.ArrayList;
import java.util.List;

/** The threads of ours that are alive, for tests that nothing is left behind. */
public final class JflareThreads {
  private JflareThreads() {}

  public static List<String> alive() {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("jflare-") || thread.getName().startsWith("globalEvent")) {
        names.add(thread.getName());
      }
    }
    return names;
  }
}
