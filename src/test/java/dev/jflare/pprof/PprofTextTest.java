package dev.jflare.pprof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.GoPprof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of {@code debug=1}: their form, and that Go's tool reads them. */
class PprofTextTest {
  private static final Frame LEAF = Frame.java("a.B.c", "a/B.java", 7);
  private static final Frame ROOT = Frame.java("a.Main.main", "a/Main.java", 3);

  @TempDir Path folder;

  @Test
  void aHeap() throws Exception {
    ProfileBuilder heap = new ProfileBuilder().period("space", "bytes", 1024);
    heap.sampleType("alloc_objects", "count").sampleType("alloc_space", "bytes");
    heap.sampleType("inuse_objects", "count").sampleType("inuse_space", "bytes");
    heap.sample(List.of(ROOT), Map.of(), 10, 100, 1, 10);
    heap.sample(List.of(LEAF, ROOT), Map.of("class", "byte[]"), 40, 4000, 20, 2000);
    String text = PprofText.of(GoProfile.HEAP, PprofReader.read(heap.comment("why").build()));

    String leaf = "0x" + Long.toHexString(SyntheticAddress.of(LEAF));
    String root = "0x" + Long.toHexString(SyntheticAddress.of(ROOT));
    assertEquals(
        "heap profile: 21: 2010 [50: 4100] @ heap/2048\n"
            + "20: 2000 [40: 4000] @ "
            + leaf
            + " "
            + root
            + "\n"
            + "#\t"
            + leaf
            + "\ta.B.c\ta/B.java:7\n"
            + "#\t"
            + root
            + "\ta.Main.main\ta/Main.java:3\n\n"
            + "1: 10 [10: 100] @ "
            + root
            + "\n"
            + "#\t"
            + root
            + "\ta.Main.main\ta/Main.java:3\n\n"
            + "# why\n",
        text);
    assertTrue(totals(text, "alloc_space").contains("alloc_space"), text);
  }

  @Test
  void waits() throws Exception {
    ProfileBuilder mutex = new ProfileBuilder().period("contentions", "count", 1);
    mutex.sampleType("contentions", "count").sampleType("delay", "nanoseconds");
    mutex.sample(List.of(LEAF, ROOT), Map.of(), 3, 5_000_000);
    Pprof profile = PprofReader.read(mutex.build());
    String text = PprofText.of(GoProfile.MUTEX, profile);
    assertTrue(
        text.startsWith("--- mutex:\ncycles/second=1000000000\nsampling period=1\n5000000 3 @ 0x"),
        text);
    assertTrue(totals(text, "delay").contains("5ms"), text);
    assertTrue(
        PprofText.of(GoProfile.BLOCK, profile)
            .startsWith("--- contention:\ncycles/second=1000000000\n5000000 3 @ 0x"));
  }

  @Test
  void threads() throws Exception {
    ProfileBuilder threads = new ProfileBuilder().sampleType("goroutine", "count");
    threads.period("goroutine", "count", 1);
    threads.sample(List.of(ROOT), Map.of(), 2);
    threads.sample(List.of(LEAF, ROOT), Map.of("state", "\"R\""), 5);
    String text = PprofText.of(GoProfile.GOROUTINE, PprofReader.read(threads.build()));
    assertTrue(text.startsWith("goroutine profile: total 7\n5 @ 0x"), text);
    assertTrue(text.contains("\n# labels: {\"state\":\"\\\"R\\\"\"}\n#\t0x"), text);
    assertTrue(totals(text, "goroutine").contains("goroutine"), text);
  }

  /** What go's tool makes of the text, by the addresses. */
  private String totals(String text, String column) throws Exception {
    Assumptions.assumeTrue(GoPprof.isHere(), "no go on the path");
    Path file = Files.writeString(folder.resolve(column), text);
    return GoPprof.print("-sample_index=" + column, "-symbolize=none", file.toString());
  }
}
