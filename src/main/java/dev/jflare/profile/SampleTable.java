package dev.jflare.profile;

import dev.jflare.pprof.ProfileBuilder;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds up events of equal stack, class, thread and kind. Sums are kept as fractions and rounded
 * once, at the end.
 */
final class SampleTable {
  private final int columns;
  private final Map<SampleKey, double[]> rows = new HashMap<>();

  SampleTable(int columns) {
    this.columns = columns;
  }

  /** The sums of this key, to be added to. */
  double[] row(SampleKey key) {
    double[] row = rows.get(key);
    if (row == null) {
      row = new double[columns];
      rows.put(key, row);
    }
    return row;
  }

  /** Sets one column to another one times a factor. */
  void copyScaled(int from, int to, double factor) {
    for (double[] row : rows.values()) {
      row[to] = row[from] * factor;
    }
  }

  /** The sum of a column. */
  double total(int column) {
    double total = 0;
    for (double[] row : rows.values()) {
      total += row[column];
    }
    return total;
  }

  void writeTo(ProfileBuilder profile) {
    for (Map.Entry<SampleKey, double[]> row : rows.entrySet()) {
      long[] values = new long[columns];
      boolean anything = false;
      for (int i = 0; i < columns; i++) {
        values[i] = Math.round(row.getValue()[i]);
        anything |= values[i] != 0;
      }
      if (anything) {
        profile.sample(row.getKey().frames(), row.getKey().labels(), values);
      }
    }
  }
}
