package dev.jflare.collect;

import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * Threads in the words of JMX. A class of its own, because a JVM without the module java.management
 * cannot link it.
 */
final class ThreadTexts {
  static final String NO_DEADLOCK = "no deadlock found\n";

  private ThreadTexts() {}

  /** Threads that wait for each other in a circle, or {@link #NO_DEADLOCK}. */
  static String deadlocks() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids =
        threads.isSynchronizerUsageSupported()
            ? threads.findDeadlockedThreads()
            : threads.findMonitorDeadlockedThreads();
    if (ids == null || ids.length == 0) {
      return NO_DEADLOCK;
    }
    StringBuilder text = new StringBuilder(ids.length + " threads in a deadlock\n\n");
    for (ThreadInfo thread : threads.getThreadInfo(ids, true, false)) {
      if (thread != null) {
        append(text, thread);
      }
    }
    return text.toString();
  }

  /**
   * Who waits for whose lock. A thread dump tells that of monitors only; its option {@code -l}
   * tells the rest, but walks the whole heap for it (see ThreadDumps). This asks the waiting
   * threads.
   */
  static String lockOwners() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getLockOwnerName() != null) {
        headline(text, thread);
      }
    }
    return text.length() == 0 ? "no thread waits for a lock that another holds\n" : text.toString();
  }

  /** All threads, in the manner of a thread dump. */
  static String dump() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread :
        threads.dumpAllThreads(threads.isObjectMonitorUsageSupported(), false)) {
      append(text, thread);
    }
    return text.toString();
  }

  /** In the manner of a thread dump; ThreadInfo.toString stops after eight frames. */
  private static void append(StringBuilder text, ThreadInfo thread) {
    headline(text, thread);
    StackTraceElement[] frames = thread.getStackTrace();
    for (int depth = 0; depth < frames.length; depth++) {
      text.append("\tat ").append(frames[depth]).append('\n');
      for (MonitorInfo monitor : thread.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == depth) {
          text.append("\t- locked ").append(monitor).append('\n');
        }
      }
    }
    text.append('\n');
  }

  private static void headline(StringBuilder text, ThreadInfo thread) {
    text.append('"').append(thread.getThreadName()).append("\" #").append(thread.getThreadId());
    text.append(' ').append(thread.getThreadState());
    if (thread.getLockName() != null) {
      text.append(" on ").append(thread.getLockName());
    }
    if (thread.getLockOwnerName() != null) {
      text.append(" owned by \"").append(thread.getLockOwnerName());
      text.append("\" #").append(thread.getLockOwnerId());
    }
    text.append('\n');
  }
}
