package dev.jflare.jvm;

import java.util.Arrays;
import java.util.List;

/** The threads of the JVM that this code runs in. */
public final class OwnThreads {
  private OwnThreads() {}

  /**
   * The platform threads alive, found through their groups: unlike a thread dump this does not stop
   * the program. One that starts meanwhile may be missing.
   */
  public static List<Thread> alive() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() * 2 + 16];
    int count = root.enumerate(threads);
    return Arrays.asList(threads).subList(0, count);
  }
}
