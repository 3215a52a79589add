package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jfr.Chunks;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles of programs that keep profiles of themselves, in JVMs of their own. */
class ContinuousIT {
  private static final String NOTHING_LEFT =
      "threads left: []\nfiles left: []\ndescriptors left: []\n";

  @TempDir static Path classes;
  private static ProfiledPrograms target;

  @TempDir Path folder;
  private Path temporary;

  @BeforeAll
  static void compile() throws Exception {
    target = new ProfiledPrograms(classes);
  }

  @ParameterizedTest(name = "Java {0}, {1}")
  @CsvSource({"8, AUTO", "11, AUTO", "17, AUTO", "21, AUTO", "25, AUTO", "25, JFR"})
  void countsOnAndHasAnyWindow(int feature, Engine engine) throws Exception {
    String said = run(feature, engine, "always");
    assertTrue(said.endsWith(NOTHING_LEFT), said);
    assertTrue(said.lines().noneMatch(line -> line.contains("failed")), said);
    for (String name : List.of("allocs", "heap", "mutex", "block", "threadcreate")) {
      boolean heap = name.equals("heap") || name.equals("allocs");
      growsMonotonically(name + "-1", name + "-2", heap ? 2 : 1);
    }
    assertTop("Planted.burnCpu", "cpu-a", "cpu");
    assertTop("Planted.burnCpu", "cpu-b", "cpu");
    Pprof longer = profile("cpu-a");
    Pprof shorter = profile("cpu-b");
    assertTrue(longer.durationNanos() > shorter.durationNanos());
    differencesAreBetween("mutex", 1);
    differencesAreBetween("block", 1);
    differencesAreBetween("allocs", 2);
    startedThreads();
    flare(feature);
    assertFalse(Chunks.of(folder.resolve("recording.jfr")).isEmpty());
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 17, 25})
  void onDemandBeginsWithARequestAndEndsWhenIdle(int feature) throws Exception {
    String said = run(feature, Engine.AUTO, "demand");
    List<String> lines =
        said.lines().filter(line -> !line.contains(" ms, ")).collect(Collectors.toList());
    String left = NOTHING_LEFT.strip();
    assertEquals(
        "before: recording false\nsecond: cpu profiling already in use\nwhile: recording true\n"
            + "idle: recording false\n"
            + left
            + "\n"
            + left,
        String.join("\n", lines));
    assertTop("Planted.burnCpu", "cpu-a", "cpu");
    double first = profile("mutex-1").total(1);
    double again = profile("mutex-2").total(1);
    assertTrue(again < first, "begins from nothing: " + first + ", then " + again);
  }

  @Test
  void aJvmThatIsKilledLeavesAFolderForTheNextSessionToTakeAway() throws Exception {
    int feature = Runtime.version().feature();
    String said = runKilled(feature);
    assertTrue(said.contains("ready"), said);
    assertEquals(1, leftFolders().size(), "killed in the middle of a session");
    run(feature, Engine.AUTO, "always");
    assertEquals(List.of(), leftFolders());
  }

  @Test
  void aJvmThatEndsTakesItsFolderWithIt() throws Exception {
    int feature = Runtime.version().feature();
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    target.run(
        feature,
        List.of("-Dends=true", "-Djava.io.tmpdir=" + temporary()),
        "Continuous",
        folder.toString(),
        "AUTO",
        "always");
    assertEquals(List.of(), leftFolders());
  }

  private String run(int feature, Engine engine, String mode) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    String said =
        target.run(
            feature,
            List.of("-Djava.io.tmpdir=" + temporary()),
            "Continuous",
            folder.toString(),
            engine.name(),
            mode);
    return said.lines()
        .filter(line -> !line.startsWith("WARNING: ") && !line.isEmpty())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private String runKilled(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    return target.run(
        feature,
        List.of("-Dkilled=true", "-Djava.io.tmpdir=" + temporary()),
        "Continuous",
        Files.createDirectory(folder.resolve("killed")).toString(),
        "AUTO",
        "always");
  }

  private Path temporary() throws Exception {
    if (temporary == null) {
      temporary = Files.createDirectory(folder.resolve("tmp"));
    }
    return temporary;
  }

  private List<String> leftFolders() throws Exception {
    try (Stream<Path> files = Files.list(temporary())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("jflare"))
          .collect(Collectors.toList());
    }
  }

  /** JFR knows who started them; the JVM's own count has them all. */
  private void startedThreads() throws Exception {
    Pprof delta = profile("threadcreate-delta");
    assertTrue(delta.durationNanos() >= 2_000_000_000L, "duration " + delta.durationNanos());
    assertTrue(delta.total(0) >= 20, "started " + delta.total(0));
    long planted = 0;
    for (Pprof.Sample sample : delta.samples()) {
      boolean ours = sample.stack().toString().contains("Continuous.startPlanted");
      planted += ours ? sample.value(0) : 0;
    }
    assertEquals(20, planted, delta.comments()::toString);
    assertTrue(profile("goroutine-delta").durationNanos() >= 2_000_000_000L);
  }

  /** The five profiles of a window, the minutes before it, and what Go's -base does with them. */
  private void flare(int feature) throws Exception {
    Recordings window = Recordings.load(folder.resolve("window"));
    Map<String, byte[]> ready = window.ready();
    assertEquals(
        List.of("1st-heap", "2nd-heap", "before-cpu", "block", "cpu", "mutex"),
        List.copyOf(ready.keySet()));
    for (byte[] proto : ready.values()) {
      PprofRules.check(proto);
    }
    Pprof first = PprofReader.read(ready.get("1st-heap"));
    Pprof second = PprofReader.read(ready.get("2nd-heap"));
    for (int column = 0; column < 4; column++) {
      assertTrue(first.total(column) <= second.total(column), "the second contains the first");
    }
    long allocated = second.total(1) - first.total(1);
    boolean sampled = feature >= 11;
    assertTrue(sampled ? allocated > 100 << 20 : allocated > 0, "in the window: " + allocated);
    Pprof before = PprofReader.read(ready.get("before-cpu"));
    assertEquals("Planted.burnCpu", top(before, "cpu"));
    assertTrue(before.timeNanos() + before.durationNanos() <= second.timeNanos());
    assertEquals("Planted.burnCpu", top(PprofReader.read(ready.get("cpu")), "cpu"));
    assertTrue(
        PprofReader.read(ready.get("mutex")).total(1) >= profile("mutex-2").total(1),
        "since start");
  }

  /** Each stack counts as much as before or more. */
  private void growsMonotonically(String earlier, String later, int columns) throws Exception {
    Pprof before = profile(earlier);
    Pprof after = profile(later);
    assertEquals(0, after.durationNanos(), "as in Go, only a difference has a duration");
    assertTrue(after.timeNanos() > before.timeNanos());
    for (int column = 0; column < columns; column++) {
      Map<String, Long> now = byStack(after, column);
      for (Map.Entry<String, Long> row : byStack(before, column).entrySet()) {
        assertTrue(now.getOrDefault(row.getKey(), 0L) >= row.getValue(), row::toString);
      }
      // JFR of 16 and later does not tell how many objects were allocated
      boolean known = before.total(column) > 0 || column > 0;
      assertEquals(known, after.total(column) > before.total(column), later + " " + column);
    }
  }

  /** A difference lies between the cumulative profiles that were taken before and after it. */
  private void differencesAreBetween(String name, int columns) throws Exception {
    Pprof delta = profile(name + "-delta");
    assertTrue(delta.durationNanos() >= 2_000_000_000L, "duration " + delta.durationNanos());
    assertFalse(delta.samples().isEmpty());
    for (int column = 0; column < columns; column++) {
      Map<String, Long> before = byStack(profile(name + "-1"), column);
      Map<String, Long> after = byStack(profile(name + "-2"), column);
      for (Map.Entry<String, Long> row : byStack(delta, column).entrySet()) {
        long grown = after.getOrDefault(row.getKey(), 0L) - before.getOrDefault(row.getKey(), 0L);
        assertTrue(row.getValue() >= 0, row::toString);
        assertTrue(row.getValue() <= grown + 1, row + " of " + grown); // each is rounded
      }
    }
  }

  private void assertTop(String function, String name, String column) throws Exception {
    assertEquals(function, top(profile(name), column), name);
  }

  private static String top(Pprof profile, String column) {
    Map<String, Long> flat = new TreeMap<>();
    int index = profile.column(column);
    for (Pprof.Sample sample : profile.samples()) {
      String function = sample.stack().get(0).function();
      if (!sample.stack().get(0).inNativeCode()) {
        flat.merge(function, sample.value(index), Long::sum);
      }
    }
    return flat.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static Map<String, Long> byStack(Pprof profile, int column) {
    Map<String, Long> rows = new TreeMap<>();
    for (Pprof.Sample sample : profile.samples()) {
      assertFalse(sample.labels().containsKey("thread"), "threads are for files");
      rows.merge(sample.stack() + " " + sample.labels(), sample.value(column), Long::sum);
    }
    return rows;
  }

  private Pprof profile(String name) throws Exception {
    byte[] proto = Files.readAllBytes(folder.resolve(name));
    PprofRules.check(proto);
    return PprofReader.read(proto);
  }
}
