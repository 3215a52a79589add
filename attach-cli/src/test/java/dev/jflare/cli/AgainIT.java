package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flares of one JVM, again and again: each has its profiles, and nothing adds up in the target. */
class AgainIT {
  @TempDir private Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {8, 17, 25})
  void everyRunHasItsProfiles_andItsCodeIsUnloaded(int feature) throws Exception {
    Optional<Path> home = Jdks.home(feature);
    assumeTrue(home.isPresent(), "no JDK " + feature + " here");
    try (TargetJvm target = TargetJvm.of("Busy").home(home.get()).start()) {
      flare(target);
      Set<String> descriptors = descriptors(target.pid());
      flare(target);
      flare(target);
      assertEquals(
          descriptors,
          descriptors(target.pid()),
          "descriptors after the third run, and after the first");
      assertTrue(jars(descriptors) <= 1, "one jar path for ever: " + descriptors);
      awaitUnloaded(home.get(), target);
    }
  }

  private void flare(TargetJvm target) throws Exception {
    AttachJar cli =
        AttachJar.in(folder)
            .start(target.pid(), "-p", 1, "--no-upload", "--json")
            .expect(ExitCode.OK);
    JsonNode manifest = FlareZip.read(Path.of(cli.result().get("archive").textValue())).manifest();
    for (JsonNode collector : manifest.get("collectors")) {
      if (collector.get("id").textValue().equals("profiles")) {
        assertEquals(
            "async-profiler",
            collector.get("notes").get("engine.cpu").textValue(),
            collector::toString);
      }
    }
  }

  /**
   * Our loaders and what they loaded, as the JVM counts them after a collection; the profiler's few
   * classes stay.
   */
  private static void awaitUnloaded(Path home, TargetJvm target) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    String ours;
    do {
      Thread.sleep(500);
      String histogram = jcmd(home, target.pid(), "GC.class_histogram");
      ours =
          String.join(
              "\n",
              histogram.lines().filter(line -> line.matches(".* dev\\.jflare\\..*")).toList());
    } while (ours.contains("IsolatedClassLoader") && System.nanoTime() < end);
    assertEquals(
        "",
        ours.lines()
            .filter(line -> !line.contains("ProfilerClassLoader"))
            .reduce("", String::concat));
  }

  private static String jcmd(Path home, long pid, String command)
      throws IOException, InterruptedException {
    Path jcmd = home.resolve("bin/jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static long jars(Set<String> descriptors) {
    return descriptors.stream().filter(name -> name.contains(".jflare")).count();
  }

  private static Set<String> descriptors(long pid) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links.toList()) {
        try {
          names.add(Files.readSymbolicLink(link).toString());
        } catch (IOException closed) {
          names.add("closed");
        }
      }
    }
    return names;
  }
}
