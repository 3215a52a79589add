package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.UserNames;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What the kernel says about the process as a whole. */
final class ProcessFacts extends OutsideCollector {
  private static final List<String> COPIED = Arrays.asList("limits", "smaps_rollup", "io");

  ProcessFacts(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "process";
  }

  @Override
  public String about() {
    return "state, command line, limits, memory map and I/O counters of the process";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    evidence.text("os/status.txt", status());
    evidence.text("os/cmdline.txt", String.join("\n", process.commandLine()) + "\n");
    for (String name : COPIED) {
      String path = "os/" + name + ".txt";
      try {
        evidence.text(path, process.read(name));
      } catch (IOException e) {
        evidence.gap(path, Reason.of(e));
      }
    }
    try {
      evidence.text("os/maps-summary.txt", MapsSummary.of(process.read("maps")).toString());
    } catch (IOException e) {
      evidence.gap("os/maps-summary.txt", Reason.of(e));
    }
  }

  private String status() throws IOException {
    ProcessStatus status = process.status();
    UserNames names = UserNames.of(process);
    StringBuilder text = new StringBuilder();
    line(text, "pid", Long.toString(process.pid()));
    line(text, "user", names.user(status.uid()) + " (" + status.uid() + ")");
    line(text, "group", names.group(status.gid()) + " (" + status.gid() + ")");
    line(text, "executable", process.executable().orElse("unknown"));
    line(text, "working directory", process.workingDirectory().orElse("unknown"));
    line(text, "JVM library", library());
    line(text, "started", process.startTime().map(Object::toString).orElse("unknown"));
    line(text, "up", process.uptime().map(Object::toString).orElse("unknown"));
    for (String kind : Arrays.asList("mnt", "pid", "user", "net")) {
      String own = process.sharesNamespace(kind, ProcessView.self()) ? "" : " (not ours)";
      line(text, kind + " namespace", process.namespace(kind).orElse("unknown") + own);
    }
    return text.append('\n').append(process.read("status")).toString();
  }

  private String library() {
    try {
      return process.jvmLibrary().orElse("none");
    } catch (IOException e) {
      return Reason.of(e);
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
