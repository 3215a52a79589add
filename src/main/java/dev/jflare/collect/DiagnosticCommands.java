package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.OwnThreads;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the JVM's own diagnostic commands say. An allow list: commands that change the JVM, force a
 * collection or print the texts of the program (string tables) are not on it and must not be.
 */
final class DiagnosticCommands implements Collector {
  private static final String SCHEDULER = "Thread.vthread_scheduler";

  /**
   * Command and arguments, in the order they are run: cheap first. Which JVM has which is in
   * reference bundle-peers 3.5.
   */
  static final List<String> SAFE =
      Collections.unmodifiableList(
          Arrays.asList(
              "VM.version",
              "VM.uptime",
              "VM.command_line",
              "VM.flags",
              "VM.log list=true",
              "VM.events",
              "VM.dynlibs",
              "GC.heap_info",
              "GC.finalizer_info",
              "Compiler.queue",
              "Compiler.codecache",
              SCHEDULER,
              "VM.native_memory summary",
              "VM.metaspace",
              "VM.classloader_stats",
              "VM.info"));

  /** Those that walk the classes, the heap or all threads at a safepoint. */
  private static final Set<String> COSTLY =
      new HashSet<>(
          Arrays.asList("VM.metaspace", "VM.classloader_stats", "VM.native_memory", "VM.info"));

  private final Jvm jvm;

  DiagnosticCommands(Jvm jvm) {
    this.jvm = jvm;
  }

  @Override
  public String id() {
    return "commands";
  }

  @Override
  public String about() {
    return "the JVM's diagnostic commands: version, flags, heap, metaspace, code cache, events, ...";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    List<String> present = jvm.commands();
    List<String> absent = new ArrayList<>();
    for (String line : SAFE) {
      String[] words = line.split(" ");
      String path = "jvm/" + words[0] + ".txt";
      if (!present.contains(words[0])) {
        absent.add(words[0]);
      } else if (words[0].equals(SCHEDULER) && !virtualThreadsInUse()) {
        evidence.note(
            SCHEDULER,
            "not asked: no virtual threads are known to be in use, and asking starts their"
                + " machinery");
      } else if (deadline.expired()) {
        evidence.gap(path, "no time left");
      } else {
        run(evidence, path, words);
      }
    }
    if (absent.size() == SAFE.size()) {
      throw new SkippedException(whyNone());
    }
    if (!absent.isEmpty()) {
      evidence.note("not in this JVM", String.join(", ", absent));
    }
  }

  private void run(Evidence evidence, String path, String[] words) throws IOException {
    String answer;
    try {
      String[] arguments = Arrays.copyOfRange(words, 1, words.length);
      answer =
          COSTLY.contains(words[0])
              ? jvm.costlyCommand(words[0], arguments)
              : jvm.command(words[0], arguments);
    } catch (IOException e) {
      evidence.gap(path, Reason.of(e));
      return;
    }
    evidence.text(path, answer.isEmpty() ? "(the command printed nothing)\n" : answer);
  }

  /**
   * Asking for the scheduler initialises it, which starts the thread VirtualThread-unblocker for
   * the rest of the JVM's life (measured on 25.0.3); so it is asked only where that thread is there
   * already.
   */
  private boolean virtualThreadsInUse() {
    return jvm.isThisOne()
        && OwnThreads.alive().stream()
            .anyMatch(thread -> thread.getName().startsWith("VirtualThread-"));
  }

  private String whyNone() {
    try {
      return jvm.command("VM.version");
    } catch (IOException e) {
      return Reason.of(e);
    }
  }
}
