package dev.jflare.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The address space by what is mapped, from {@code /proc/PID/maps}. Sizes are virtual: what is in
 * memory is in smaps_rollup, and smaps itself would stop the process's memory calls while we read.
 */
final class MapsSummary {
  private static final int SHOWN = 60;

  private final Map<String, long[]> byName = new HashMap<>();
  private int count;

  private MapsSummary() {}

  static MapsSummary of(String maps) {
    MapsSummary summary = new MapsSummary();
    for (String line : maps.split("\n")) {
      summary.add(line);
    }
    return summary;
  }

  /** {@code start-end perms offset dev inode path}, see proc_pid_maps(5). */
  private void add(String line) {
    String[] fields = line.trim().split("\\s+", 6);
    int dash = fields[0].indexOf('-');
    if (dash < 0 || fields.length < 5) {
      return;
    }
    long start = Long.parseUnsignedLong(fields[0].substring(0, dash), 16);
    long end = Long.parseUnsignedLong(fields[0].substring(dash + 1), 16);
    String name = fields.length == 6 ? fields[5] : reserved(fields[1]);
    long[] total = byName.computeIfAbsent(name, ignored -> new long[2]);
    total[0] += end - start;
    total[1]++;
    count++;
  }

  private static String reserved(String permissions) {
    return permissions.startsWith("---") ? "(reserved)" : "(anonymous)";
  }

  @Override
  public String toString() {
    List<Map.Entry<String, long[]>> entries = new ArrayList<>(byName.entrySet());
    entries.sort((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]));
    StringBuilder text = new StringBuilder();
    text.append(count).append(" mappings of ").append(entries.size()).append(" names\n\n");
    text.append(Row.of("%14s %8s  %s\n", "virtual KiB", "mappings", "name"));
    for (Map.Entry<String, long[]> entry : entries.subList(0, Math.min(SHOWN, entries.size()))) {
      long[] total = entry.getValue();
      text.append(Row.of("%14d %8d  %s\n", total[0] / 1024, total[1], entry.getKey()));
    }
    if (entries.size() > SHOWN) {
      text.append("and ").append(entries.size() - SHOWN).append(" smaller ones\n");
    }
    return text.toString();
  }
}
