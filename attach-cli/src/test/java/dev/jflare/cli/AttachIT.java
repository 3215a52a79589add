package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Flares of real JVMs by the built jar. */
class AttachIT {
  @TempDir Path folder;

  @ParameterizedTest(name = "Java {0} attaches to Java {1}")
  @CsvSource({"17, 8", "17, 11", "17, 17", "17, 21", "17, 25", "8, 8", "8, 25", "25, 25"})
  void flareOfEveryVersion(int from, int to) throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").home(jdk(to)).arguments("parks").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .home(jdk(from))
              .start(target.pid(), "-p", 0, "--no-upload", "--json")
              .expect(ExitCode.OK);
      JsonNode result = cli.result();
      assertTrue(result.get("complete").booleanValue(), result::toString);
      Path archive = Path.of(result.get("archive").textValue());
      assertEquals(folder, archive.getParent());
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(archive));
      FlareZip flare = FlareZip.read(archive);
      assertEquals("ok", flare.status("agent"));
      assertTrue(flare.text("jvm/threads-1.txt").contains("busy-parked"));
      assertTrue(flare.text("jvm/system-properties.txt").contains("java.version="));
      assertTrue(flare.paths().contains("os/status.txt"), flare.paths()::toString);
      assertEquals(Set.of(), leftovers(target), "files of ours in the target's /tmp");
      assertNoThreadOfOursStays(target);
    }
  }

  @Test
  void window_bringsFiveProfilesAndTheRecording() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_SERVICE", "of-the-command-line-and-not-of-the-target")
              .start(target.pid(), "-p", 2, "--no-upload")
              .expect(ExitCode.OK);
      assertTrue(cli.err().contains("Profiling for 2 s."), cli.err());
      assertTrue(cli.err().contains("Profiles of less than 30 s"), cli.err());
      FlareZip flare = FlareZip.read(Path.of(cli.out().lines().findFirst().orElseThrow()));
      for (String kind : new String[] {"1st-heap", "cpu", "2nd-heap", "mutex", "block"}) {
        assertTrue(
            flare.paths().contains("profiles/Busy-" + kind + ".pprof"), flare.paths()::toString);
      }
      assertTrue(flare.paths().contains("profiles/Busy.jfr"), flare.paths()::toString);
    }
  }

  @Test
  void text_thatFitsOneJvm_isEnough() throws Exception {
    String mark = "mark-" + System.nanoTime();
    try (TargetJvm one = TargetJvm.of("Busy").arguments("parks", mark + "-1").start();
        TargetJvm other = TargetJvm.of("Busy").arguments("parks", mark + "-2").start()) {
      AttachJar.in(folder)
          .start(mark + "-1", "--only", "process", "--no-upload")
          .expect(ExitCode.OK);
      AttachJar both = AttachJar.in(folder).start(mark, "--json").expect(ExitCode.NO_SUCH_JVM);
      assertTrue(both.err().contains("2 JVMs fit '" + mark + "'"), both.err());
      Set<Long> candidates =
          both.events().stream()
              .filter(event -> event.get("event").textValue().equals("jvm"))
              .map(event -> event.get("pid").longValue())
              .collect(Collectors.toSet());
      assertEquals(Set.of(one.pid(), other.pid()), candidates);
      AttachJar none = AttachJar.in(folder).start(mark + "-3").expect(ExitCode.NO_SUCH_JVM);
      assertTrue(none.err().contains("no JVM fits"), none.err());
    }
  }

  @Test
  void aProcessThatIsNoJvm_isToldApartAndLives() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    try {
      AttachJar cli = AttachJar.in(folder).start(sleep.pid()).expect(ExitCode.NO_SUCH_JVM);
      assertTrue(cli.err().contains("the process is not a JVM"), cli.err());
      assertTrue(sleep.isAlive());
    } finally {
      sleep.destroyForcibly();
    }
  }

  @Test
  void refusedLoading_givesAFlareByCommandsThatSaysSo() throws Exception {
    try (TargetJvm target =
        TargetJvm.of("Busy").home(jdk(21)).jvm("-XX:-EnableDynamicAgentLoading").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .start(target.pid(), "-p", 2, "--no-upload", "--json")
              .expect(ExitCode.OK);
      assertFalse(cli.result().get("complete").booleanValue());
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertEquals("not_permitted", flare.status("agent"));
      assertTrue(flare.text("local").contains("-XX:-EnableDynamicAgentLoading"));
      assertTrue(flare.text("jvm/threads-3.txt").contains("burn"), flare.text("jvm/threads-3.txt"));
      assertTrue(flare.text("jvm/GC.class_histogram.txt").contains("java.lang.String"));
      assertTrue(flare.text("jvm/system-properties.txt").contains("java.version=21"));
      for (String kind : new String[] {"1st-heap", "cpu", "2nd-heap", "mutex", "block"}) {
        assertTrue(
            flare.paths().contains("profiles/Busy-" + kind + ".pprof"), flare.paths()::toString);
      }
      assertEquals("ok", flare.status("profiles"));
      assertEquals("", target.stderr());
    }
  }

  @Test
  void aStoppedJvm_isLeftAloneAndDescribedFromOutside() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      target.signal("STOP");
      try {
        AttachJar cli = AttachJar.in(folder).start(target.pid(), "--no-upload").expect(ExitCode.OK);
        assertTrue(cli.err().contains("stopped by a signal"), cli.err());
      } finally {
        target.signal("CONT");
      }
    }
  }

  @Test
  void ctrlC_keepsWhatWasCollected() throws Exception {
    assumeTrue(interruptIsNotIgnored(), "this test run ignores SIGINT, and so do its children");
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 60, "--json");
      cli.awaitOutput("{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}");
      Thread.sleep(1500);
      cli.interrupt();
      cli.expect(ExitCode.INTERRUPTED);
      assertEquals(ExitCode.INTERRUPTED, cli.result().get("exitCode").intValue());
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertTrue(flare.paths().contains("os/status.txt"), flare.paths()::toString);
      assertFalse(flare.manifest().get("complete").booleanValue());
      assertEquals(Set.of(), leftovers(target));
    }
  }

  @Test
  void aJvmThatDies_leavesWhatWasCollectedBefore() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json");
      cli.awaitOutput("{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}");
      target.signal("KILL");
      cli.expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").textValue()));
      assertEquals("failed", flare.status("agent"));
      assertTrue(cli.err().contains("the JVM ended while the agent worked in it"), cli.err());
      assertTrue(flare.paths().contains("os/status.txt"), flare.paths()::toString);
      assertTrue(flare.paths().contains("jvm/system-properties.txt"), flare.paths()::toString);
    }
  }

  @Test
  void aCommandThatIsKilled_leavesNothingInTheTarget() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      AttachJar cli = AttachJar.in(folder).start(target.pid(), "-p", 60, "--no-upload", "--json");
      cli.awaitOutput("{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}");
      cli.close();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (!leftovers(target).isEmpty() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertEquals(Set.of(), leftovers(target));
      assertNoThreadOfOursStays(target);
      assertTrue(target.process().isAlive());
    }
  }

  @Test
  void twoFlaresAtOnce_theSecondIsToldOfTheFirst() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").start()) {
      AttachJar first = AttachJar.in(folder).start(target.pid(), "-p", 8, "--no-upload", "--json");
      first.awaitOutput("{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}");
      AttachJar second =
          AttachJar.in(folder).start(target.pid(), "-p", 0, "--no-upload").expect(ExitCode.OK);
      assertTrue(second.err().contains("another flare is under way in this JVM"), second.err());
      first.expect(ExitCode.OK);
      assertTrue(first.result().get("complete").booleanValue(), first.result()::toString);
    }
  }

  @Test
  void anotherUsersJvm_needsItsUser() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root to become another user");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      AttachJar cli =
          AttachJar.in(folder)
              .prefix("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
              .start(target.pid(), "-p", 0)
              .expect(ExitCode.NOT_PERMITTED);
      assertTrue(
          cli.err().contains("sudo -u root java -jar attach.jar " + target.pid()), cli.err());
      assertEquals(Set.of(), leftovers(target));
    }
  }

  @Test
  void list_namesTheTarget() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks", "-password=x1y2").start()) {
      AttachJar json = AttachJar.in(folder).start("list", "--json").expect(ExitCode.OK);
      JsonNode jvm =
          json.events().stream()
              .filter(event -> event.path("pid").longValue() == target.pid())
              .findFirst()
              .orElseThrow();
      assertEquals("Busy", jvm.get("main").textValue());
      assertTrue(jvm.get("attachable").booleanValue());
      assertEquals(64 << 20, jvm.get("heapMaxBytes").longValue(), 1 << 20);
      assertTrue(jvm.get("arguments").toString().contains("\"parks\",\"-password=***"));
      assertFalse(json.out().contains("x1y2"), "arguments hold passwords");
      AttachJar plain = AttachJar.in(folder).start("list").expect(ExitCode.OK);
      assertTrue(
          plain.out().lines().anyMatch(line -> line.matches(target.pid() + " .*Busy +yes")),
          plain.out());
      AttachJar verbose = AttachJar.in(folder).start("list", "-v").expect(ExitCode.OK);
      assertTrue(verbose.out().contains("Busy parks -password=***"), verbose.out());
      assertFalse(plain.out().contains("x1y2"), "arguments hold passwords");
      assertFalse(verbose.out().contains("x1y2"), "arguments hold passwords");
    }
  }

  private static Path jdk(int feature) {
    Optional<Path> home = Jdks.home(feature);
    assumeTrue(home.isPresent(), "no JDK " + feature + " here");
    return home.orElseThrow();
  }

  /** Files of ours for this target; other runs on this machine may have theirs in the same /tmp. */
  private static Set<String> leftovers(TargetJvm target) throws IOException {
    String mark = "-" + target.pid() + ".jar";
    Set<String> ours = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + target.pid() + "/root/tmp"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Path request = file.resolve("request");
        if (name.startsWith(".jflare")
            && (name.endsWith(mark)
                || Files.exists(request) && Files.readString(request).contains(mark))) {
          ours.add(name);
        }
      }
    }
    return ours;
  }

  /** The agent looks every quarter of a second whether its evidence has been taken over. */
  private static void assertNoThreadOfOursStays(TargetJvm target) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    Set<String> ours = threadsOfOurs(target);
    while (!ours.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50);
      ours = threadsOfOurs(target);
    }
    assertEquals(Set.of(), ours);
  }

  /** By the names that the kernel knows; Java 8 does not tell it any, which makes this weaker. */
  private static Set<String> threadsOfOurs(TargetJvm target) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + target.pid() + "/task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.add(Files.readString(task.resolve("comm")).trim());
        } catch (IOException ended) {
          // between the listing and the reading
        }
      }
    }
    names.removeIf(name -> !name.startsWith("jflare"));
    return names;
  }

  private static boolean interruptIsNotIgnored() throws IOException {
    String status = Files.readString(Path.of("/proc/self/status"));
    String mask = status.lines().filter(l -> l.startsWith("SigIgn:")).findFirst().orElse("0");
    return (Long.parseUnsignedLong(mask.replaceAll(".*\\s", ""), 16) & 2) == 0;
  }
}
