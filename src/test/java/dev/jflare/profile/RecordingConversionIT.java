package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.archive.Gzip;
import dev.jflare.jfr.NotARecordingException;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.Command;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.Targets;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that the JDKs and async-profiler have made by themselves. */
class RecordingConversionIT {
  private static final Map<String, Path> RECORDINGS = new ConcurrentHashMap<>();

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    Targets.compile(Files.createDirectory(shared.resolve("classes")), "", "Recorded");
    try (var in = RecordingSession.class.getResourceAsStream("/linux-x64/libasyncProfiler.so")) {
      Files.copy(in, shared.resolve("profiler.so"));
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void ofJfr(int feature) throws Exception {
    Map<String, ConvertedProfile> profiles = convert(jfr(feature));

    assertEquals(
        List.of("cpu", "heap", "mutex", "block"),
        List.copyOf(RecordingConversion.IDS).stream().filter(profiles::containsKey).toList());
    for (ConvertedProfile profile : profiles.values()) {
      assertFalse(profile.isEmpty(), () -> profile.id() + ": " + profile.comments());
    }
    Pprof cpu = read(profiles.get("cpu"));
    assertTrue(has(profiles.get("cpu"), "scaled: the CPU time of the process by jdk.CPULoad"));
    assertTrue(cpu.total(cpu.column("cpu")) > 0);
    assertTrue(functions(profiles.get("cpu")).contains("Recorded.burnCpu"));
    assertTrue(functions(profiles.get("heap")).contains("Recorded.makeGarbage"));
    assertTrue(functions(profiles.get("mutex")).contains("Recorded.enterMonitor"));
    assertTrue(functions(profiles.get("block")).contains("Recorded.waitForSignal"));
    assertTrue(has(profiles.get("mutex"), "missing: jdk.JavaMonitorEnter below 10 ms"));
  }

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void ofAsyncProfiler(int feature) throws Exception {
    Map<String, ConvertedProfile> profiles = convert(async(feature, "cpu"));

    assertTrue(profiles.get("block").isEmpty());
    assertTrue(profiles.get("block").summary().contains("records no waits other than for locks"));
    Pprof cpu = read(profiles.get("cpu"));
    assertEquals(5_000_000, cpu.period());
    assertEquals(
        cpu.total(cpu.column("samples")) * 5_000_000,
        cpu.total(cpu.column("cpu")),
        "each sample stands for the interval");
    assertTrue(functions(profiles.get("cpu")).contains("Recorded.burnCpu"));
    assertTrue(functions(profiles.get("mutex")).contains("Recorded.enterMonitor"));
    if (feature >= 11) { // 8 needs symbols of libjvm for it
      assertTrue(functions(profiles.get("heap")).contains("Recorded.makeGarbage"));
    }
    assertTrue(has(profiles.get("cpu"), "recorded by async-profiler"), profiles::toString);
  }

  @Test
  void wallClockSamplesAreNoCpuTime() throws Exception {
    Map<String, ConvertedProfile> profiles = convert(async(running(), "wall"));

    assertTrue(profiles.get("cpu").isEmpty(), profiles.get("cpu").comments()::toString);
    assertTrue(profiles.get("cpu").summary().contains("wall-clock"), profiles::toString);
    Pprof wall = read(profiles.get("wall"));
    assertEquals("wall", wall.periodType().type());
    assertTrue(wall.total(1) > 0);
  }

  @Test
  void nativeMemoryAndLocksAreProfilesOfTheirOwn_andSpansLabels() throws Exception {
    Path file = folder.resolve("native.jfr");
    URL api = AsyncProfiler.class.getProtectionDomain().getCodeSource().getLocation();
    String classPath = shared.resolve("classes") + ":" + Path.of(api.toURI());
    Targets.compile(shared.resolve("classes"), classPath, "Spans");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String library = shared.resolve("profiler.so").toString();
    Command.run(List.of(java, "-Xmx256m", "-cp", classPath, "Spans", library, file.toString()));
    Map<String, ConvertedProfile> profiles = convert(file);

    Pprof malloc = read(profiles.get("malloc"));
    assertTrue(malloc.total(malloc.column("alloc_space")) > 0);
    assertTrue(has(profiles.get("malloc"), "a sample for each 16384 bytes"));
    Map<String, Long> counts = new TreeMap<>();
    for (Pprof.Sample sample : read(profiles.get("cpu")).samples()) {
      boolean inside = sample.stack().toString().contains("Spans.inside");
      boolean outside = sample.stack().toString().contains("Spans.outside");
      if (inside || outside) {
        counts.merge(inside + " " + sample.labels().get("span"), sample.value(0), Long::sum);
      }
    }
    assertTrue(counts.getOrDefault("true checkout", 0L) > 20, counts::toString);
    assertTrue(counts.getOrDefault("false null", 0L) > 20, counts::toString);
  }

  @Test
  void bothInOneFile_oneSourceForEachProfile() throws Exception {
    Path both = folder.resolve("both.jfr");
    byte[] async = Files.readAllBytes(async(running(), "cpu"));
    try (OutputStream out = Files.newOutputStream(both)) {
      out.write(async);
      out.write(Files.readAllBytes(jfr(running())));
    }
    Map<String, ConvertedProfile> profiles = convert(both);

    Path first = Files.write(folder.resolve("async.jfr"), async);
    Pprof alone = read(convert(first).get("cpu"));
    Pprof cpu = read(profiles.get("cpu"));
    assertEquals(alone.total(0), cpu.total(0), "async-profiler's, not both");
    assertTrue(functions(profiles.get("block")).contains("Recorded.waitForSignal"));
  }

  @Test
  void whatIsCutInTheMiddleIsReadAsFarAsItGoes() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (Path whole : List.of(jfr(running()), async(running(), "cpu"))) {
      byte[] bytes = Files.readAllBytes(whole);
      for (int i = 0; i < 10; i++) {
        int length = 6 + random.nextInt(bytes.length - 6);
        String what = whole.getFileName() + " cut at " + length + ", seed " + seed;
        Path cut = folder.resolve("cut.jfr");
        Files.write(cut, Arrays.copyOf(bytes, length));
        Map<String, ConvertedProfile> profiles = convert(cut);
        for (ConvertedProfile profile : profiles.values()) {
          assertTrue(
              has(profile, " of " + length + " bytes") || has(profile, "was not finished"),
              () -> what + ": " + profile.comments());
        }
      }
    }
  }

  @Test
  void aCutRecordingWithAnotherBehindIt() throws Exception {
    Path whole = async(running(), "cpu");
    byte[] bytes = Files.readAllBytes(whole);
    Path two = folder.resolve("two.jfr");
    try (OutputStream out = Files.newOutputStream(two)) {
      out.write(bytes, 0, bytes.length / 2);
      out.write(bytes);
      out.write(bytes);
    }
    Map<String, ConvertedProfile> profiles = convert(two);

    long once = read(convert(whole).get("cpu")).total(0);
    assertEquals(2 * once, read(profiles.get("cpu")).total(0));
    assertTrue(
        has(profiles.get("cpu"), "without its end"), profiles.get("cpu").comments()::toString);
  }

  @Test
  void gzip() throws Exception {
    Path whole = async(running(), "cpu");
    byte[] packed = Gzip.compress(Files.readAllBytes(whole));
    Path file = Files.write(folder.resolve("a.jfr.gz"), packed);
    Path cut = Files.write(folder.resolve("b.gz"), Arrays.copyOf(packed, packed.length - 20));

    long once = read(convert(whole).get("cpu")).total(0);
    assertEquals(once, read(convert(file).get("cpu")).total(0));
    assertTrue(has(convert(cut).get("cpu"), "the gzip file is cut or damaged"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK\u0003\u0004", "FLR\0\0\1", "<html>", "FL"})
  void anythingElseIsNoRecording(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("x.jfr"), content);

    assertThrows(NotARecordingException.class, () -> convert(file));
  }

  @Test
  void goReadsThem() throws Exception {
    assumeTrue(GoPprof.isHere(), "no go tool pprof here");
    ConvertedProfile cpu = convert(async(running(), "cpu")).get("cpu");
    Path file = Files.write(folder.resolve("cpu.pprof"), Gzip.compress(cpu.proto()));

    assertEquals("Recorded.burnCpu", GoPprof.top("cpu", file.toString()).get(0));
  }

  private static int running() {
    return Runtime.version().feature();
  }

  private static Path jfr(int feature) throws Exception {
    return recorded(
        feature,
        "jfr-" + feature,
        file -> "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + file);
  }

  private static Path async(int feature, String event) throws Exception {
    String live = feature >= 11 ? ",alloc=64k,live" : "";
    String what = event.equals("cpu") ? "event=cpu,interval=5ms,lock=1ms" + live : "event=" + event;
    String agent = "-agentpath:" + shared.resolve("profiler.so") + "=start,jfr,loglevel=none,";
    return recorded(feature, "ap-" + event + feature, file -> agent + what + ",file=" + file);
  }

  private static Path recorded(int feature, String name, Function<Path, String> option)
      throws Exception {
    Path file = RECORDINGS.get(name);
    if (file == null) {
      file = shared.resolve(name + ".jfr");
      assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
      List<String> command = new ArrayList<>();
      command.add(Jdks.home(feature).orElseThrow().resolve("bin/java").toString());
      command.addAll(
          List.of(option.apply(file), "-Xmx256m", "-cp", shared.resolve("classes") + ""));
      command.addAll(List.of("Recorded", "4000"));
      Command.run(command);
      RECORDINGS.put(name, file);
    }
    return file;
  }

  private Map<String, ConvertedProfile> convert(Path file) throws IOException {
    Path work = Files.createTempDirectory(folder, "work");
    RecordingConversion conversion = RecordingConversion.of(file, work);
    for (ConvertedProfile profile : conversion.profiles()) {
      PprofRules.check(profile.proto());
    }
    return conversion.profiles().stream()
        .collect(Collectors.toMap(ConvertedProfile::id, Function.identity()));
  }

  private static Pprof read(ConvertedProfile profile) throws IOException {
    return PprofReader.read(profile.proto());
  }

  private static boolean has(ConvertedProfile profile, String comment) {
    return profile.comments().stream().anyMatch(line -> line.contains(comment));
  }

  private static List<String> functions(ConvertedProfile profile) throws IOException {
    return read(profile).samples().stream()
        .flatMap(sample -> sample.stack().stream())
        .map(frame -> frame.function())
        .distinct()
        .toList();
  }
}
