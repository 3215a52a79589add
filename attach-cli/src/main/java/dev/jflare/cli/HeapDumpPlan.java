package dev.jflare.cli;

import dev.jflare.cli.attach.HeapDump;
import dev.jflare.cli.attach.HeapEstimate;
import dev.jflare.cli.attach.JvmCommands;
import dev.jflare.collect.Collector;
import dev.jflare.jvm.JavaHome;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether a heap dump is taken, decided before anything begins: it stops the JVM. */
final class HeapDumpPlan {
  /** Nobody has asked for one. */
  static final HeapDumpPlan NONE = new HeapDumpPlan(null, "");

  private final @Nullable Agreed agreed;
  private final String refusal;

  private HeapDumpPlan(@Nullable Agreed agreed, String refusal) {
    this.agreed = agreed;
    this.refusal = refusal;
  }

  /**
   * Says how long it would take and asks, where there is somebody to ask; elsewhere having asked
   * for it is the consent.
   */
  static HeapDumpPlan agree(
      ProcessView process, @Nullable Outside outside, Settings settings, Terminal terminal)
      throws IOException {
    if (outside != null) {
      return refused("only the JVM itself can dump its heap, and it is not attached to", terminal);
    }
    if (!JvmCommands.possible(process)) {
      return refused(
          "it needs a HotSpot JVM on Linux, and Java 16 or later for this command", terminal);
    }
    if (JavaHome.of(process).feature() == 8) {
      return refused(
          "Java 8 writes no heap dump into a pipe: make a file with jmap"
              + " -dump:format=b,file=FILE "
              + process.pid()
              + " and mask it with attach.jar redact FILE",
          terminal);
    }
    HeapEstimate estimate = HeapEstimate.of(process);
    Duration longest = settings.duration(Setting.HEAP_DUMP_MAX_PAUSE);
    if (estimate.pause().compareTo(longest) > 0) {
      return refused(
          "it would stop the JVM for "
              + estimate
              + "; "
              + Setting.HEAP_DUMP_MAX_PAUSE.key()
              + " allows "
              + longest.getSeconds()
              + " s",
          terminal);
    }
    String about = "A heap dump stops the JVM for " + estimate + ".";
    if (terminal.canAsk()) {
      terminal.tell(about);
    } else {
      terminal.say(about);
    }
    Optional<String> answer = terminal.ask("Take it? [y/N] ");
    if (answer.isPresent() && !answer.get().equalsIgnoreCase("y")) {
      return refused("it was declined", terminal);
    }
    JvmCommands commands = JvmCommands.of(process, new TerminalLog(terminal));
    return new HeapDumpPlan(new Agreed(process, commands, estimate), "");
  }

  private static HeapDumpPlan refused(String why, Terminal terminal) {
    terminal.warn("No heap dump: " + why);
    return new HeapDumpPlan(null, why);
  }

  /**
   * The dump, to run when the rest of what the JVM tells is there; none when there is to be none.
   *
   * @param output where the archive goes
   */
  List<Collector> collectors(Path output) {
    Agreed yes = agreed;
    return yes == null
        ? Collections.<Collector>emptyList()
        : Collections.<Collector>singletonList(
            new HeapDump(yes.process, yes.commands, yes.estimate, output));
  }

  /** Why there is none although it was asked for; empty otherwise. */
  String refusal() {
    return refusal;
  }

  /** What was agreed to. */
  private static final class Agreed {
    private final ProcessView process;
    private final JvmCommands commands;
    private final HeapEstimate estimate;

    Agreed(ProcessView process, JvmCommands commands, HeapEstimate estimate) {
      this.process = process;
      this.commands = commands;
      this.estimate = estimate;
    }
  }
}
