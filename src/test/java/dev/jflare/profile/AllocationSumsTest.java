package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The sums by ids against a map that is too slow to be used. */
class AllocationSumsTest {
  private static final long INTERVAL = 1 << 16;

  @Test
  void equalsWhatAMapOfAllRowsSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, double[]> expected = new TreeMap<>();
    Map<String, double[]> actual = new TreeMap<>();
    AllocationSums.Weight weight = Weights.asyncAllocation(INTERVAL);
    AllocationSums sums = new AllocationSums();
    sums.begin(
        type -> type % 2 == 0 ? "byte[]" : "pkg.Type",
        weight,
        (thread, stack, type, size, row) ->
            add(actual, thread + " " + stack + " " + type + " " + size, row[0], row[1]));
    for (int i = 0; i < 200_000; i++) {
      int thread = random.nextInt(5);
      int stack = random.nextInt(400) * 7;
      long type = random.nextInt(6) - 1L << (random.nextBoolean() ? 0 : 33);
      long size = 16L << random.nextInt(20);
      size += random.nextInt((int) size);
      long buffer = random.nextInt(20) == 0 ? 0 : Math.max(size, INTERVAL);
      sums.add(thread, stack, type, size, buffer);
      long label = type % 2 == 0 ? ObjectSize.rounded(size) : size;
      double objects = weight.of(size, buffer);
      String row = thread + " " + stack + " " + type + " " + label;
      add(expected, row, objects, objects * size);
    }
    sums.end();
    assertEquals(expected.keySet(), actual.keySet(), "seed " + seed);
    for (Map.Entry<String, double[]> row : expected.entrySet()) {
      double[] found = actual.get(row.getKey());
      for (int i = 0; i < 2; i++) {
        double truth = row.getValue()[i];
        assertEquals(truth, found[i], truth * 1e-9, row.getKey() + ", seed " + seed);
      }
    }
  }

  private static void add(Map<String, double[]> rows, String key, double objects, double bytes) {
    double[] row = rows.computeIfAbsent(key, none -> new double[2]);
    row[0] += objects;
    row[1] += bytes;
  }
}
