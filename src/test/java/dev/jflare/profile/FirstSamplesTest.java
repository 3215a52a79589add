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
  private final FirstSamples samples =
      new FirstSamples(30, (time, key, bytes) -> seen.add(time + ": " + bytes));

  @Test
  void oldThreadsFirstSampleWeighsAsMuchAsItsSecond() {
    samples.add(1, OLD, 5, KEY, 4L << 30);
    assertEquals(List.of(), seen);
    samples.add(1, OLD, 6, KEY, 2_000);
    samples.add(1, OLD, 7, KEY, 3_000);
    assertEquals(List.of("5: 2000", "6: 2000", "7: 3000"), seen);
  }

  @Test
  void threadThatBeganInTheSessionCountsFromItsFirstSampleOn() {
    samples.add(2, NEW, 5, KEY, 100);
    samples.add(2, NEW, 6, KEY, 200);
    assertEquals(List.of("5: 100", "6: 200"), seen);
  }

  @Test
  void threadsDoNotMix() {
    samples.add(1, OLD, 5, KEY, 4L << 30);
    samples.add(2, NEW, 6, KEY, 100);
    samples.add(3, 0, 7, KEY, 4L << 30);
    assertEquals(List.of("6: 100"), seen);
  }
}
