package dev.jflare.profile;

import dev.jflare.pprof.ProfileBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

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

  boolean has(SampleKey key) {
    return rows.containsKey(key);
  }

  int size() {
    return rows.size();
  }

  /** Adds the sums of another table, each times a factor; -1 takes them away. */
  void add(SampleTable other, double factor) {
    other.rows.forEach((key, sums) -> add(key, sums, factor));
  }

  /** Adds to the sums of one row. */
  void add(SampleKey key, double[] sums, double factor) {
    double[] row = row(key);
    for (int i = 0; i < columns; i++) {
      row[i] += sums[i] * factor;
    }
  }

  void forEach(BiConsumer<SampleKey, double[]> visitor) {
    rows.forEach(visitor);
  }

  /** The same sums, of all threads together. */
  SampleTable withoutThreads() {
    SampleTable together = new SampleTable(columns);
    rows.forEach((key, sums) -> together.add(key.withoutThread(), sums, 1));
    return together;
  }

  /** The rows with the most in a column, and what is in all others as one row. */
  SampleTable largest(int most, int column) {
    List<Map.Entry<SampleKey, double[]>> ordered = new ArrayList<>(rows.entrySet());
    ordered.sort((a, b) -> Double.compare(b.getValue()[column], a.getValue()[column]));
    SampleTable largest = new SampleTable(columns);
    for (int i = 0; i < ordered.size(); i++) {
      SampleKey key = i < most - 1 ? ordered.get(i).getKey() : RowBudget.OTHER;
      largest.add(key, ordered.get(i).getValue(), 1);
    }
    return largest;
  }

  /** Divides a total up in proportion to another column. */
  void spread(int shares, int target, double total) {
    double sum = total(shares);
    double factor = sum == 0 ? 0 : total / sum;
    for (double[] row : rows.values()) {
      row[target] = row[shares] * factor;
    }
  }

  /** Multiplies a column. */
  void scale(int column, double factor) {
    for (double[] row : rows.values()) {
      row[column] *= factor;
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
