package dev.jflare.collect;

import dev.jflare.lang.Nullable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The few figures of a process's control groups that explain most incidents. */
final class CgroupSummary {
  /** Version 1 says "no limit" with the largest multiple of a page below 2^63. */
  private static final long NO_LIMIT_BYTES = 0x7FFF_FFFF_0000_0000L;

  private CgroupSummary() {}

  static String of(Map<String, List<Path>> folders) {
    List<Path> unified = chain(folders, CgroupFolders.UNIFIED);
    List<Path> memory = chain(folders, "memory");
    List<Path> cpu = chain(folders, "cpu");
    StringBuilder text = new StringBuilder();
    if (memory.isEmpty() && !unified.isEmpty()) {
      memory(text, unified, "memory.max", "memory.current");
      text.append("out-of-memory kills: ");
      text.append(field(unified.get(0).resolve("memory.events"), "oom_kill")).append('\n');
    } else if (!memory.isEmpty()) {
      memory(text, memory, "memory.limit_in_bytes", "memory.usage_in_bytes");
      text.append("out-of-memory kills: ");
      text.append(field(memory.get(0).resolve("memory.oom_control"), "oom_kill")).append('\n');
    }
    List<Path> cpuChain = cpu.isEmpty() ? unified : cpu;
    text.append("CPU limit: ").append(cpuLimit(cpuChain)).append('\n');
    if (!cpuChain.isEmpty()) {
      Path stat = cpuChain.get(0).resolve("cpu.stat");
      text.append("CPU periods throttled: ").append(field(stat, "nr_throttled"));
      text.append(" of ").append(field(stat, "nr_periods")).append('\n');
    }
    return text.toString();
  }

  private static List<Path> chain(Map<String, List<Path>> folders, String controller) {
    List<Path> chain = folders.get(controller);
    return chain == null ? Collections.<Path>emptyList() : chain;
  }

  /** The smallest limit of all groups around the process is the one that holds. */
  private static void memory(StringBuilder text, List<Path> chain, String max, String current) {
    long limit = Long.MAX_VALUE;
    for (Path folder : chain) {
      limit = Math.min(limit, number(Cgroup.value(folder.resolve(max)), Long.MAX_VALUE));
    }
    long used = number(Cgroup.value(chain.get(0).resolve(current)), -1);
    text.append("memory used: ").append(used < 0 ? "unknown" : used + " bytes").append('\n');
    text.append("memory limit: ");
    if (limit >= NO_LIMIT_BYTES) {
      text.append("none\n");
    } else {
      text.append(limit).append(" bytes");
      text.append(used < 0 ? "\n" : " (" + 100 * used / Math.max(1, limit) + " % used)\n");
    }
  }

  private static String cpuLimit(List<Path> chain) {
    double cores = Double.MAX_VALUE;
    for (Path folder : chain) {
      String[] max = Cgroup.value(folder.resolve("cpu.max")).split("\\s+");
      long quota = max.length == 2 ? number(max[0], -1) : quota(folder, "cpu.cfs_quota_us");
      long period = max.length == 2 ? number(max[1], -1) : quota(folder, "cpu.cfs_period_us");
      if (quota > 0 && period > 0) {
        cores = Math.min(cores, (double) quota / period);
      }
    }
    return cores == Double.MAX_VALUE ? "none" : Row.of("%.2f cores", cores);
  }

  private static long quota(Path folder, String file) {
    return number(Cgroup.value(folder.resolve(file)), -1);
  }

  private static String field(Path file, String name) {
    for (String line : Cgroup.value(file).split("\n")) {
      if (line.startsWith(name + " ")) {
        return line.substring(name.length() + 1);
      }
    }
    return "unknown";
  }

  private static long number(@Nullable String text, long otherwise) {
    try {
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException none) {
      return otherwise; // "max", or nothing
    }
  }
}
