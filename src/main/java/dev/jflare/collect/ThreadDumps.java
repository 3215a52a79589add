package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Three thread dumps, so that a thread that stands still can be told from one passing by;
 * deadlocks; and the virtual threads, which a thread dump does not show (bundle-peers 3.6).
 */
final class ThreadDumps implements Collector {
  private static final int DUMPS = 3;
  private static final String PRINT = "Thread.print";
  private static final String DUMP_TO_FILE = "Thread.dump_to_file";
  private static final String VIRTUAL = "jvm/threads-virtual.json";

  /** A million virtual threads are some 500 MB. */
  private static final long VIRTUAL_CAP_BYTES = 64L * 1024 * 1024;

  private final Jvm jvm;
  private final Duration spacing;
  private final Path ownFolder;

  /**
   * @param ownFolder a private folder of ours, for the file that the JVM writes; it is deleted
   *     again
   */
  ThreadDumps(Jvm jvm, Duration spacing, Path ownFolder) {
    this.jvm = jvm;
    this.spacing = spacing;
    this.ownFolder = ownFolder;
  }

  @Override
  public String id() {
    return "threads";
  }

  @Override
  public String about() {
    return "three thread dumps, deadlocks, virtual threads";
  }

  @Override
  public Duration span() {
    return spacing.multipliedBy(DUMPS - 1);
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    boolean command = jvm.commands().contains(PRINT);
    evidence.note("engine", command ? PRINT : "ThreadMXBean");
    for (int dump = 1; dump <= DUMPS; dump++) {
      if (dump > 1 && !Pause.of(spacing, deadline)) {
        evidence.gap("jvm/threads-" + dump + ".txt", "no time left");
        continue;
      }
      String head = Instant.now() + ", dump " + dump + " of " + DUMPS + "\n\n";
      String threads = command ? jvm.command(PRINT, "-l") : fromMXBean();
      evidence.text("jvm/threads-" + dump + ".txt", head + threads);
      if (dump == 1) {
        evidence.text("jvm/deadlocks.txt", deadlocks());
        virtualThreads(evidence);
      }
    }
  }

  private void virtualThreads(Evidence evidence) throws IOException {
    if (jvm.feature() < 21 || !jvm.commands().contains(DUMP_TO_FILE)) {
      return;
    }
    Path file = ownFolder.resolve("threads-virtual.json");
    try {
      // Quoted, because the command's parser splits at blanks.
      jvm.command(DUMP_TO_FILE, "-overwrite", "-format=json", "\"" + file.toAbsolutePath() + "\"");
      try (InputStream in = Files.newInputStream(file)) {
        evidence.text(VIRTUAL, in, VIRTUAL_CAP_BYTES);
      }
    } catch (IOException e) {
      evidence.gap(VIRTUAL, Reason.of(e));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static String deadlocks() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long[] ids =
        threads.isSynchronizerUsageSupported()
            ? threads.findDeadlockedThreads()
            : threads.findMonitorDeadlockedThreads();
    if (ids == null || ids.length == 0) {
      return "no deadlock found\n";
    }
    StringBuilder text = new StringBuilder(ids.length + " threads in a deadlock\n\n");
    for (ThreadInfo thread : threads.getThreadInfo(ids, true, true)) {
      if (thread != null) {
        append(text, thread);
      }
    }
    return text.toString();
  }

  private static String fromMXBean() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    StringBuilder text = new StringBuilder();
    for (ThreadInfo thread :
        threads.dumpAllThreads(
            threads.isObjectMonitorUsageSupported(), threads.isSynchronizerUsageSupported())) {
      append(text, thread);
    }
    return text.toString();
  }

  /** In the manner of a thread dump; ThreadInfo.toString stops after eight frames. */
  private static void append(StringBuilder text, ThreadInfo thread) {
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
    StackTraceElement[] frames = thread.getStackTrace();
    for (int depth = 0; depth < frames.length; depth++) {
      text.append("\tat ").append(frames[depth]).append('\n');
      for (MonitorInfo monitor : thread.getLockedMonitors()) {
        if (monitor.getLockedStackDepth() == depth) {
          text.append("\t- locked ").append(monitor).append('\n');
        }
      }
    }
    for (LockInfo lock : thread.getLockedSynchronizers()) {
      text.append("\t- holds ").append(lock).append('\n');
    }
    text.append('\n');
  }
}
