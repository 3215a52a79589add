package dev.jflare.profile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** What happened between two looks, by profile. */
final class Slice {
  private final Map<ProfileKind, SampleTable> tables = new EnumMap<>(ProfileKind.class);
  private final long number;
  private final long from;
  private final long to;

  /**
   * @param number its place in the row of slices, growing
   * @param from nanoseconds since 1970
   */
  Slice(long number, long from, long to) {
    this.number = number;
    this.from = from;
    this.to = to;
  }

  long number() {
    return number;
  }

  long from() {
    return from;
  }

  long to() {
    return to;
  }

  /** The sums of one profile, empty when nothing of it happened. */
  SampleTable of(ProfileKind kind) {
    return tables.computeIfAbsent(kind, ProfileTables::emptyTable);
  }

  /** Keeps the CPU samples alone: the others are in the totals. */
  void forgetTotals() {
    tables.keySet().retainAll(Collections.singleton(ProfileKind.CPU));
  }

  /** This and the next one as one. */
  Slice joined(Slice next) {
    Slice both = new Slice(next.number, from, next.to);
    for (Slice slice : new Slice[] {this, next}) {
      slice.tables.forEach((kind, table) -> both.of(kind).add(table, 1));
    }
    return both;
  }

  /** Keeps so many of the CPU rows, those with the most samples; the rest becomes one row. */
  void shrinkCpu(int rows) {
    SampleTable cpu = of(ProfileKind.CPU);
    if (cpu.size() > rows) {
      tables.put(ProfileKind.CPU, cpu.largest(Math.max(1, rows), ProfileTables.COUNT));
    }
  }
}
