package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;

/**
 * The machine: processors, memory, pressure, kernel, clock, and the file systems the process uses.
 */
final class Host extends OutsideCollector {
  private static final List<String> COPIED =
      Arrays.asList(
          "version",
          "uptime",
          "loadavg",
          "pressure/cpu",
          "pressure/memory",
          "pressure/io",
          "meminfo",
          "sys/vm/overcommit_memory",
          "sys/vm/max_map_count",
          "sys/vm/swappiness",
          "sys/kernel/pid_max",
          "sys/kernel/threads-max",
          "sys/kernel/core_pattern",
          "sys/kernel/perf_event_paranoid",
          "sys/kernel/yama/ptrace_scope",
          "sys/fs/file-nr");

  private static final List<String> SYSTEM_FILES =
      Arrays.asList(
          "/sys/devices/system/clocksource/clocksource0/current_clocksource",
          "/sys/kernel/mm/transparent_hugepage/enabled");

  Host(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "host";
  }

  @Override
  public String about() {
    return "processors, memory, load, pressure, kernel, clock, mounts and free space";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    StringBuilder text = new StringBuilder();
    section(text, "clock", Instant.now() + "\n" + TimeZone.getDefault().getID() + "\n");
    section(text, "os-release of the process", file(process.files().resolve("/etc/os-release")));
    section(text, "processors", processors());
    for (String name : COPIED) {
      try {
        section(text, "/proc/" + name, process.readSystem(name));
      } catch (IOException e) {
        section(text, "/proc/" + name, "(" + Reason.of(e) + ")\n");
      }
    }
    for (String name : SYSTEM_FILES) {
      section(text, name, file(Paths.get(name)));
    }
    evidence.text("os/host.txt", text);
    evidence.text("os/mounts.txt", freeSpace() + "\n" + process.read("mountinfo"));
  }

  /** Each model once, with how many there are; the kernel prints a page for each core. */
  private String processors() {
    String text;
    try {
      text = process.readSystem("cpuinfo");
    } catch (IOException e) {
      return "(" + Reason.of(e) + ")\n";
    }
    int count = 0;
    Set<String> models = new LinkedHashSet<>();
    for (String line : text.split("\n")) {
      if (line.startsWith("processor")) {
        count++;
      } else if (line.matches("(model name|cpu MHz|cache size|CPU part|CPU implementer)\\s*:.*")) {
        models.add(line.replaceAll("\\s+", " "));
      }
    }
    return count + " processors\n" + String.join("\n", models) + "\n";
  }

  private String freeSpace() {
    StringBuilder text = new StringBuilder();
    text.append(Row.of("%14s %14s  %s\n", "total KiB", "usable KiB", "folder"));
    Set<String> folders = new LinkedHashSet<>(Arrays.asList("/", "/tmp"));
    process.workingDirectory().ifPresent(folders::add);
    for (String folder : folders) {
      try {
        // java.io.File asks statvfs alone; a FileStore wants to find the mount, and fails in
        // containers
        File at = process.files().resolve(folder).toFile();
        long total = at.getTotalSpace() / 1024;
        text.append(Row.of("%14d %14d  %s\n", total, at.getUsableSpace() / 1024, folder));
      } catch (IOException e) {
        text.append("unknown  ").append(folder).append(": ").append(Reason.of(e)).append('\n');
      }
    }
    return text.toString();
  }

  private static String file(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(" + Reason.of(e) + ")\n";
    }
  }

  private static void section(StringBuilder text, String title, String content) {
    text.append("== ").append(title).append(" ==\n").append(content);
    text.append(content.endsWith("\n") ? "\n" : "\n\n");
  }
}
