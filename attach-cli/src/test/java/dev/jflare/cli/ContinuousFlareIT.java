package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line attaches to a JVM whose agent keeps profiles, with a core of its own. */
class ContinuousFlareIT {
  @TempDir Path folder;

  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {17, 25})
  void attachedFlareUsesTheProfilersThatRun(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    Path agent = Path.of(System.getProperty("jflare.root"), "agent/target/jflare-agent.jar");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    try (TargetJvm target =
        TargetJvm.of("Busy")
            .home(Jdks.home(feature).orElseThrow())
            .jvm("-Djava.io.tmpdir=" + temporary)
            .jvm("-javaagent:" + agent + "=jflare.profile.continuous=true")
            .start()) {
      awaitProfiles(target);
      FlareZip first = flare(target);
      FlareZip second = flare(target);
      Pprof before = profile(first, "before-cpu");
      assertTrue(before.comments().contains("the minutes before the window of the flare"));
      for (String kind : new String[] {"before-cpu", "cpu"}) {
        Pprof cpu = profile(first, kind);
        assertTrue(cpu.total(1) > 0, kind);
        assertTrue(
            cpu.comments().stream().anyMatch(text -> text.startsWith("recorded with async")),
            "no second session was tried: " + cpu.comments());
      }
      assertTrue(profile(first, "1st-heap").total(1) <= profile(first, "2nd-heap").total(1));
      assertTrue(profile(first, "2nd-heap").total(1) <= profile(second, "1st-heap").total(1));
      assertTrue(
          profile(first, "mutex").total(1) < profile(second, "mutex").total(1), "since the start");
      assertEquals(1, profilingThreads(target), "it goes on");
      assertTrue(first.paths().contains("profiles/Busy.jfr"), first.paths()::toString);
    }
  }

  private FlareZip flare(TargetJvm target) throws Exception {
    AttachJar cli =
        AttachJar.in(folder)
            .start(target.pid(), "-p", 1, "--no-upload", "--json")
            .expect(ExitCode.OK);
    FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
    assertEquals("ok", flare.status("profiles"));
    return flare;
  }

  private static Pprof profile(FlareZip flare, String kind) throws Exception {
    byte[] gzip = flare.bytes("profiles/Busy-" + kind + ".pprof");
    return PprofReader.read(new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes());
  }

  private static void awaitProfiles(TargetJvm target) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (profilingThreads(target) == 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(50_000_000);
    }
    assertEquals(1, profilingThreads(target));
  }

  /** Names are cut to 15 characters, which is what it has. */
  private static long profilingThreads(TargetJvm target) throws Exception {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + target.pid() + "/task"))) {
      return tasks.filter(task -> name(task).equals("jflare-profiles")).count();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (java.io.IOException ended) {
      return "";
    }
  }
}
