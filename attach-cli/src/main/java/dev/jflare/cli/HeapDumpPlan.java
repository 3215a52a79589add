package dev.jflare.cli;

import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.Status;
import dev.jflare.cli.attach.AttachLayer;
import dev.jflare.cli.attach.HeapDump;
import dev.jflare.cli.attach.HeapEstimate;
import dev.jflare.collect.Collector;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.JvmScan;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Whether a heap dump is taken, decided before anything begins: it stops the JVM. */
final class HeapDumpPlan {
  /** Nobody has asked for one. */
  static final HeapDumpPlan NONE = new HeapDumpPlan(null, "");

  private final @Nullable HeapEstimate estimate;
  private final String refusal;

  private HeapDumpPlan(@Nullable HeapEstimate estimate, String refusal) {
    this.estimate = estimate;
    this.refusal = refusal;
  }

  /**
   * Says how long it would take and asks, where there is somebody to ask; elsewhere having asked
   * for it is the consent.
   */
  static HeapDumpPlan agree(
      ProcessView process, @Nullable Outside outside, Settings settings, Terminal terminal)
      throws IOException {
    if (outside != null || !process.supported()) {
      return refused("only the JVM itself can dump its heap, and it is not attached to", terminal);
    }
    Optional<JvmInfo> jvm = JvmScan.ofThisHost().withPid(process.pid());
    if (jvm.isPresent() && jvm.get().feature() == 8) {
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
    terminal.tell("A heap dump stops the JVM for " + estimate + ".");
    Optional<String> answer = terminal.ask("Take it? [y/N] ");
    if (answer.isPresent() && !answer.get().equalsIgnoreCase("y")) {
      return refused("it was declined", terminal);
    }
    return new HeapDumpPlan(estimate, "");
  }

  private static HeapDumpPlan refused(String why, Terminal terminal) {
    terminal.warn("No heap dump: " + why);
    return new HeapDumpPlan(null, why);
  }

  /** Adds the dump to the collectors that run one after the other; it comes last. */
  void addTo(
      List<Collector> lane,
      FlareBuilder builder,
      ProcessView process,
      AttachLayer layer,
      Path output) {
    HeapEstimate agreed = estimate;
    if (agreed != null) {
      lane.add(new HeapDump(process, layer, agreed, output));
    } else if (!refusal.isEmpty()) {
      builder.notRun(HeapDump.ID, Status.SKIPPED, refusal);
    }
  }
}
