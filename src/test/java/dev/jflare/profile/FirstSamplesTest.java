package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstSamplesTest {
  private static final long OLD = 10;
  private static final long NEW = 31;
  private static final SampleKey KEY =
      new SampleKey(new Stack(List.of(Frame.java("A.a", "A.java", 1))), Labels.NONE);

  private final List<String> seen = new ArrayList<>();
  private final FirstSamples samples = new FirstSamples(30);

  @Test
  void oldThreadsFirstSampleWeighsAsMuchAsItsSecond() {
    add(1, OLD, 5, 4L << 30);
    assertEquals(List.of(), seen);
    add(1, OLD, 6, 2_000);
    add(1, OLD, 7, 3_000);
    assertEquals(List.of("5: 2000", "6: 2000", "7: 3000"), seen);
  }

  @Test
  void threadThatBeganInTheSessionCountsFromItsFirstSampleOn() {
    add(2, NEW, 5, 100);
    add(2, NEW, 6, 200);
    assertEquals(List.of("5: 100", "6: 200"), seen);
  }

  @Test
  void threadsDoNotMix() {
    add(1, OLD, 5, 4L << 30);
    add(2, NEW, 6, 100);
    add(3, 0, 7, 4L << 30);
    assertEquals(List.of("6: 100"), seen);
  }

  private void add(int thread, long javaThread, long time, long bytes) {
    samples.add(
        thread, javaThread, time, KEY, bytes, (at, key, weight) -> seen.add(at + ": " + weight));
  }
}
