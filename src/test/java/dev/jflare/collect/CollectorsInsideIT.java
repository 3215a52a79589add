package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inside collectors in real JVMs of every version that is here. */
class CollectorsInsideIT {
  @TempDir Path folder;

  static List<Integer> features() {
    return Jdks.available();
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void everyCollectorBringsWhatThisJavaHas(int feature) throws Exception {
    try (TargetJvm target = run(feature, "deadlock", feature >= 21 ? "vthreads" : "")) {
      List<String> outcome = Files.readAllLines(folder.resolve("outcome"));
      assertEquals(7, outcome.size(), outcome.toString());
      outcome.forEach(line -> assertTrue(line.contains(": ok"), line));
      outcome.forEach(line -> assertFalse(line.contains("[gap"), line));

      for (int dump = 1; dump <= 3; dump++) {
        assertTrue(text("jvm/threads-" + dump + ".txt").contains("\"main\""));
        assertTrue(text("jvm/threads-" + dump + ".txt").contains("dump " + dump + " of 3"));
      }
      assertTrue(text("jvm/deadlocks.txt").startsWith("2 threads in a deadlock"));
      assertTrue(text("jvm/deadlocks.txt").contains("deadlock-one"));
      assertTrue(
          text("jvm/lock-owners.txt")
              .matches("(?s).*deadlock-two.* owned by \"deadlock-one\" #\\d+\n.*"),
          text("jvm/lock-owners.txt"));
      assertTrue(text("jvm/system-properties.txt").contains("\nline.separator=\\n\n"));
      assertTrue(text("jvm/GC.class_histogram.txt").contains("java.lang.String"));
      assertTrue(text("jvm/VM.flags.txt").contains("MaxHeapSize"));
      assertTrue(text("jvm/VM.native_memory.txt").contains("not enabled"));
      assertTrue(text("jvm/jars.txt").contains("== class path =="));
      assertEquals(feature >= 11, Files.exists(folder.resolve("jvm/VM.info.txt")));
      assertEquals(feature >= 17, Files.exists(folder.resolve("jvm/VM.events.txt")));
      assertEquals(feature >= 25, Files.exists(folder.resolve("jvm/Thread.vthread_scheduler.txt")));
      if (feature >= 21) {
        assertTrue(text("jvm/threads-virtual.json").contains("my-virtual-thread"));
        assertFalse(Files.exists(folder.resolve("threads-virtual.json")), "left its file behind");
      }
      profiles(feature);
      counters(new ObjectMapper().readTree(text("jvm/counters.json")));
      mbeans(new ObjectMapper().readTree(text("jvm/mbeans.json")));
      assertEquals("", target.stderr());
      assertEquals("", text("left"), "threads of ours left behind");
      assertEquals("ready", target.stdout().strip());
    }
  }

  @Test
  void anMBeanThatNeverAnswers_costsItselfAndWhatComesAfterIt() throws Exception {
    try (TargetJvm target = run(Runtime.version().feature(), "slow-mbean")) {
      String line =
          Files.readAllLines(folder.resolve("outcome")).stream()
              .filter(text -> text.startsWith("mbeans"))
              .findFirst()
              .orElseThrow();
      assertTrue(line.contains("no answer in time from test.slow:type=Slow"), line);
      assertTrue(new ObjectMapper().readTree(text("jvm/mbeans.json")).has("java.lang:type=Memory"));
      assertEquals("", target.stderr());
      assertEquals("", text("left"), "threads of ours left behind");
    }
  }

  @Test
  void aJvmWithoutManagement_stillHasThreadsAndProperties() throws Exception {
    try (TargetJvm target =
        TargetJvm.of("CollectInside")
            .jvm("--limit-modules", "java.base")
            .classPath(placeOf(Collectors.class), placeOf(JsonFactory.class))
            .arguments(folder.toString())
            .start()) {
      assertEquals("", target.stderr());
      for (String line : Files.readAllLines(folder.resolve("outcome"))) {
        boolean without = line.matches("(counters|commands|mbeans): .*");
        if (without) {
          assertTrue(line.contains("Skipped"), line);
          assertTrue(line.contains("no module java.management"), line);
        }
      }
      assertTrue(text("jvm/threads-3.txt").contains("\"main\""));
      assertTrue(Files.exists(folder.resolve("profiles/CollectInside-goroutine.pprof")));
      assertTrue(text("jvm/system-properties.txt").contains("java.home="));
    }
  }

  private void profiles(int feature) throws Exception {
    byte[] goroutine = Files.readAllBytes(folder.resolve("profiles/CollectInside-goroutine.pprof"));
    PprofRules.check(goroutine);
    Pprof threads = PprofReader.read(goroutine);
    Pprof.Sample blocked =
        threads.samples().stream()
            .filter(sample -> "deadlock-two".equals(sample.labels().get("thread")))
            .findFirst()
            .orElseThrow();
    assertEquals("WAITING", blocked.labels().get("state"));
    assertTrue(
        blocked.stack().stream().anyMatch(f -> f.function().endsWith("ReentrantLock.lock")),
        blocked.stack()::toString);
    List<Pprof.Sample> virtual =
        threads.samples().stream().filter(s -> s.labels().containsKey("virtual")).toList();
    assertEquals(feature >= 21 ? 1 : 0, virtual.size());
    for (Pprof.Sample sample : virtual) {
      assertTrue(
          sample.stack().stream().anyMatch(f -> f.function().equals("CollectInside.meet")),
          sample.stack()::toString);
      assertEquals(feature >= 25 ? "WAITING" : null, sample.labels().get("state"));
    }
    byte[] classes =
        Files.readAllBytes(folder.resolve("profiles/CollectInside-heap-classes.pprof"));
    PprofRules.check(classes);
    Pprof heap = PprofReader.read(classes);
    long strings =
        heap.samples().stream()
            .filter(s -> s.stack().get(0).function().equals("java.lang.String"))
            .findFirst()
            .orElseThrow()
            .value(heap.column("inuse_objects"));
    assertTrue(strings > 100, "strings: " + strings);
    Matcher total =
        Pattern.compile("Total +(\\d+) +(\\d+)").matcher(text("jvm/GC.class_histogram.txt"));
    assertTrue(total.find());
    assertEquals(Long.parseLong(total.group(1)), heap.total(heap.column("inuse_objects")));
    assertEquals(Long.parseLong(total.group(2)), heap.total(heap.column("inuse_space")));
  }

  private static void counters(JsonNode counters) {
    assertTrue(counters.get("garbageCollectors").size() > 0);
    assertTrue(counters.get("heap").get("usedBytes").asLong() > 0);
    assertTrue(counters.get("processCpuNanos").asLong() > 0);
    assertTrue(counters.get("threads").get("now").asInt() > 3);
    assertTrue(counters.get("safepoints").has("count"), "a young JVM may not have had one");
    assertTrue(counters.get("safepoints").has("nanos"));
  }

  private static void mbeans(JsonNode beans) {
    assertTrue(beans.get("java.lang:type=Memory").get("HeapMemoryUsage").get("used").asLong() > 0);
    assertTrue(
        beans.get("java.lang:type=Runtime").get("SystemProperties").has("java.version"),
        "a map of JMX is a map again");
    assertFalse(beans.has("com.sun.management:type=DiagnosticCommand"));
    assertFalse(beans.has("jdk.management.jfr:type=FlightRecorder"));
  }

  private TargetJvm run(int feature, String... arguments) throws Exception {
    String[] all =
        Stream.concat(Stream.of(folder.toString()), Stream.of(arguments))
            .filter(argument -> !argument.isEmpty())
            .toArray(String[]::new);
    return TargetJvm.of("CollectInside")
        .home(Jdks.home(feature).orElseThrow())
        .classPath(placeOf(Collectors.class), placeOf(JsonFactory.class))
        .arguments(all)
        .start();
  }

  private static Path placeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private String text(String path) throws Exception {
    return Files.readString(folder.resolve(path));
  }
}
