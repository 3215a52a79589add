package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.Jdks;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records programs in JVMs of their own and asks Go's tool what it sees. */
class RecordingIT {
  @TempDir static Path classes;
  private static ProfiledPrograms target;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    target = new ProfiledPrograms(classes);
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void bothProfilers(int feature) throws Exception {
    Map<ProfileKind, Path> files = record(feature, Engine.AUTO, "3000");
    Recordings recordings = Recordings.load(folder);
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU), recordings::toString);
    assertEquals("async-profiler", recordings.engine(ProfileKind.MUTEX));
    assertEquals("jfr", recordings.engine(ProfileKind.BLOCK));
    checkTops(files, feature);
    Pprof cpu = read(recordings, ProfileKind.CPU);
    double measured = recordings.number(Fact.CPU_IN_WINDOW, 0);
    assertEquals(1, cpu.total(cpu.column("cpu")) / measured, 0.2, "CPU time");
    if (feature >= 11) {
      assertEquals("async-profiler", recordings.engine(ProfileKind.SECOND_HEAP));
      checkHeap(recordings, files);
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void jfrAlone(int feature) throws Exception {
    Map<ProfileKind, Path> files = record(feature, Engine.JFR, "2000");
    Recordings recordings = Recordings.load(folder);
    for (ProfileKind kind : ProfileKind.values()) {
      assertEquals("jfr", recordings.engine(kind));
    }
    assertEquals(List.of("async-profiler is switched off"), recordings.refusals());
    checkTops(files, feature);
    Pprof cpu = read(recordings, ProfileKind.CPU);
    double measured = recordings.number(Fact.CPU_IN_WINDOW, 0);
    assertEquals(1, cpu.total(cpu.column("cpu")) / measured, 0.001, "scaled to the CPU time");
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 17, 25})
  void loaderGoesAndTheLibraryIsUsedAgain(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(folder.toString(), "AUTO", ProfiledPrograms.core().get(2)));
    arguments.addAll(target.withoutProfiler());
    String said = target.run(feature, List.of(), "Unload", arguments.toArray(new String[0]));
    assertTrue(said.contains("loaders alive: 0"), said);
    assertEquals(
        "async-profiler", Recordings.load(folder.resolve("run2")).engine(ProfileKind.CPU), said);
  }

  @Test
  void interruptEndsTheSessionAndKeepsWhatThereIs() throws Exception {
    Files.createDirectory(folder.resolve("again"));
    String said =
        target.run(
            Runtime.version().feature(),
            List.of(),
            "Record",
            folder.toString(),
            "AUTO",
            "50000",
            "interrupt");
    assertTrue(said.contains("interrupted: true"), said);
    assertTrue(said.contains("ended: true"), said);
    assertTrue(said.contains("running: 0"), said);
    Recordings recordings = Recordings.load(folder);
    assertEquals("interrupted", recordings.endedEarly());
    Pprof cpu = read(recordings, ProfileKind.CPU);
    assertFalse(cpu.samples().isEmpty());
    assertTrue(cpu.comments().contains("ended early: interrupted"), cpu.comments()::toString);
    Recordings again = Recordings.load(folder.resolve("again"));
    assertEquals("async-profiler", again.engine(ProfileKind.CPU), said);
  }

  @Test
  void hostIsLeftAsItWas() throws Exception {
    String said =
        target.run(
            Runtime.version().feature(),
            List.of("-Dleft=true"),
            "Record",
            folder.toString(),
            "AUTO",
            "500");
    // async-profiler keeps one descriptor; JFR keeps its threads and the name of its folder
    String left = said.replaceFirst("/proc/\\d+/task", "");
    for (String known :
        List.of(
            "JFR Periodic Tasks, ",
            "JFR Recorder Thread",
            "jdk.jfr.repository, ",
            "user.timezone")) {
      left = left.replace(known, "");
    }
    for (String what : List.of("descriptors", "threads", "properties", "files")) {
      assertTrue(left.contains("new " + what + ": []"), said);
    }
  }

  @Test
  void anotherProfilerInTheProcessIsLeftAlone() throws Exception {
    Path library = folder.resolve("libasyncProfiler.so");
    try (var in = RecordingSession.class.getResourceAsStream("/linux-x64/libasyncProfiler.so")) {
      Files.copy(in, library);
    }
    Path work = Files.createDirectory(folder.resolve("work"));
    int feature = Runtime.version().feature();
    target.run(feature, List.of("-agentpath:" + library), "Record", work.toString(), "AUTO", "500");
    Recordings recordings = Recordings.load(work);
    assertEquals("jfr", recordings.engine(ProfileKind.CPU));
    assertEquals(
        List.of("another profiler is in this process: libasyncProfiler.so"), recordings.refusals());
  }

  @ParameterizedTest(name = "Java {0}: CPU from {1}")
  @CsvSource({"21, jfr", "25, async-profiler"})
  void virtualThreadsAreNotSlowedAndTheirWaitsAreSeen(int feature, String cpu) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    List<String> virtual = List.of("-Dvirtual=true");
    target.run(feature, virtual, "Record", folder.toString(), "AUTO", "1500");
    Recordings recordings = Recordings.load(folder);
    assertEquals(cpu, recordings.engine(ProfileKind.CPU));
    assertEquals("jfr", recordings.engine(ProfileKind.MUTEX));
    assertEquals(
        Set.of("Planted.enterMonitor", "Planted.takeLock"),
        Set.copyOf(top("delay", convert(recordings).get(ProfileKind.MUTEX)).subList(0, 2)));
    Set<String> runners = new TreeSet<>();
    for (Pprof.Sample sample : read(recordings, ProfileKind.CPU).samples()) {
      runners.add(sample.labels().getOrDefault("virtual", "platform"));
    }
    assertEquals(Set.of("platform", "true"), runners);
  }

  private Map<ProfileKind, Path> record(int feature, Engine engine, String millis)
      throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    String said =
        target.run(feature, List.of(), "Record", folder.toString(), engine.name(), millis);
    String unexpected =
        said.lines()
            .filter(line -> !line.startsWith("recorded: ") && !line.startsWith("WARNING: "))
            .collect(Collectors.joining("\n"));
    assertEquals("", unexpected, "nothing is written to the program's streams");
    Set<String> left =
        Files.list(folder).map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    left.removeAll(Set.of("ap.jfr", "jdk.jfr", "recordings.properties"));
    assertEquals(Set.of(), left, "no library is left behind");
    return convert(Recordings.load(folder));
  }

  private Map<ProfileKind, Path> convert(Recordings recordings) throws Exception {
    Map<ProfileKind, Path> files = new EnumMap<>(ProfileKind.class);
    for (Map.Entry<ProfileKind, byte[]> profile : RecordingToPprof.convert(recordings).entrySet()) {
      PprofRules.check(profile.getValue());
      Path file = folder.resolve(profile.getKey().id() + ".pprof");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(profile.getValue());
      }
      files.put(profile.getKey(), file);
    }
    assertEquals(List.of(ProfileKind.values()), List.copyOf(files.keySet()));
    return files;
  }

  /** The planted methods are where they belong. */
  private static void checkTops(Map<ProfileKind, Path> files, int feature) throws Exception {
    assumeTrue(GoPprof.isHere(), "no go tool pprof here");
    assertEquals("Planted.burnCpu", top("cpu", files.get(ProfileKind.CPU)).get(0));
    List<String> mutex = top("delay", files.get(ProfileKind.MUTEX));
    assertEquals(
        Set.of("Planted.enterMonitor", "Planted.takeLock"), Set.copyOf(mutex.subList(0, 2)));
    List<String> block = top("delay", files.get(ProfileKind.BLOCK));
    Set<String> expected =
        Set.of(
            "Planted.enterMonitor",
            "Planted.takeLock",
            "Planted.waitForSignal",
            "java.util.concurrent.LinkedBlockingQueue.take");
    assertTrue(block.subList(0, Math.min(6, block.size())).containsAll(expected), block::toString);
    List<String> allocated = top("alloc_space", files.get(ProfileKind.SECOND_HEAP));
    // on Java 8 code that only C1 has compiled does not show: both orders are right there
    int garbage = allocated.indexOf("Planted.makeGarbage");
    assertTrue(feature == 8 ? garbage >= 0 && garbage < 3 : garbage == 0, allocated::toString);
  }

  /** Kept memory, and the window as the difference of the two heap profiles. */
  private static void checkHeap(Recordings recordings, Map<ProfileKind, Path> files)
      throws Exception {
    Path second = files.get(ProfileKind.SECOND_HEAP);
    assertEquals("Planted.retain", top("inuse_space", second).get(0));
    String base = "-base=" + files.get(ProfileKind.FIRST_HEAP);
    assertEquals("Planted.makeGarbage", GoPprof.top("alloc_space", base, second.toString()).get(0));
    assertEquals("Planted.retain", GoPprof.top("inuse_space", base, second.toString()).get(0));
    Pprof heap = read(recordings, ProfileKind.SECOND_HEAP);
    double counted = recordings.number(Fact.ALLOCATED, 0);
    assertEquals(1, heap.total(heap.column("alloc_space")) / counted, 0.25, "bytes allocated");
    Pprof first = read(recordings, ProfileKind.FIRST_HEAP);
    for (int column = 0; column < 4; column++) {
      assertTrue(first.total(column) <= heap.total(column), "the second contains the first");
    }
  }

  private static List<String> top(String column, Path file) throws Exception {
    return GoPprof.top(column, file.toString());
  }

  private static Pprof read(Recordings recordings, ProfileKind kind) throws Exception {
    return PprofReader.read(RecordingToPprof.convert(recordings).get(kind));
  }
}
