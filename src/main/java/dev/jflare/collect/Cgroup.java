package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the container gives the process: limits, use, throttling, kills for want of memory. Raw
 * values of each group from the process's own outwards, with the ones that matter on top.
 */
final class Cgroup extends OutsideCollector {
  /** Version 2, see Documentation/admin-guide/cgroup-v2.rst. */
  private static final List<String> UNIFIED_FILES =
      Arrays.asList(
          ("cgroup.controllers memory.max memory.high memory.low memory.current memory.peak"
                  + " memory.swap.max memory.swap.current memory.events memory.events.local"
                  + " memory.stat memory.pressure cpu.max cpu.weight cpu.stat cpu.pressure"
                  + " cpuset.cpus.effective io.max io.stat io.pressure pids.max pids.current"
                  + " pids.events")
              .split(" "));

  /** Version 1, see Documentation/admin-guide/cgroup-v1. */
  private static final Map<String, List<String>> FILES = new TreeMap<>();

  static {
    FILES.put(
        "memory",
        Arrays.asList(
            ("memory.limit_in_bytes memory.soft_limit_in_bytes memory.usage_in_bytes"
                    + " memory.max_usage_in_bytes memory.failcnt memory.memsw.limit_in_bytes"
                    + " memory.memsw.usage_in_bytes memory.oom_control memory.stat")
                .split(" ")));
    FILES.put(
        "cpu",
        Arrays.asList(
            "cpu.cfs_quota_us cpu.cfs_period_us cpu.shares cpu.stat cpu.rt_runtime_us".split(" ")));
    FILES.put("cpuacct", Arrays.asList("cpuacct.usage", "cpuacct.stat"));
    FILES.put("cpuset", Arrays.asList("cpuset.cpus", "cpuset.effective_cpus", "cpuset.mems"));
    FILES.put("pids", Arrays.asList("pids.max", "pids.current", "pids.events"));
    FILES.put(
        "blkio",
        Arrays.asList("blkio.throttle.io_service_bytes", "blkio.throttle.read_bps_device"));
  }

  private static final int FILE_CAP_BYTES = 64 * 1024;

  Cgroup(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "cgroup";
  }

  @Override
  public String about() {
    return "limits, use, throttling and out-of-memory kills of the container";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws Exception {
    Map<String, List<Path>> folders = CgroupFolders.of(process);
    if (folders.isEmpty()) {
      throw new SkippedException("no cgroup file system is mounted where " + process + " is");
    }
    StringBuilder text = new StringBuilder(CgroupSummary.of(folders)).append('\n');
    for (Map.Entry<String, List<Path>> controller : folders.entrySet()) {
      boolean unified = controller.getKey().equals(CgroupFolders.UNIFIED);
      for (Path folder : controller.getValue()) {
        String name = process.files().nameOf(folder);
        text.append("== ").append(unified ? "v2" : "v1 " + controller.getKey()).append(' ');
        text.append(name).append(" ==\n");
        append(text, folder, unified ? UNIFIED_FILES : files(controller.getKey()));
        text.append('\n');
      }
    }
    text.append("== /proc/").append(process.pid()).append("/cgroup ==\n");
    evidence.text("os/cgroup.txt", text.append(process.read("cgroup")));
  }

  private static List<String> files(String controller) {
    List<String> files = FILES.get(controller);
    return files == null ? Collections.<String>emptyList() : files;
  }

  private static void append(StringBuilder text, Path folder, List<String> files) {
    for (String file : files) {
      String value = value(folder.resolve(file));
      if (value.isEmpty()) {
        continue;
      }
      boolean several = value.indexOf('\n') >= 0;
      text.append(file).append(several ? ":\n  " : ": ");
      text.append(value.replace("\n", "\n  ")).append('\n');
    }
  }

  /**
   * The value without its last newline; empty when the kernel has no such file or keeps it to
   * itself.
   */
  static String value(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new String(bytes, 0, Math.min(bytes.length, FILE_CAP_BYTES), StandardCharsets.UTF_8)
          .trim();
    } catch (IOException notThere) {
      return "";
    }
  }
}
