package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jvm.JvmScan;
import dev.jflare.jvm.PerfData;
import dev.jflare.jvm.ProcessView;
import dev.jflare.testing.FakeEvidence;
import dev.jflare.testing.TargetJvm;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The outside collectors, on a real JVM that logs, listens, and burns CPU. */
class CollectorsOutsideIT {
  private static final CollectSettings QUICK =
      new CollectSettings.Builder().topThreadsWindow(Duration.ofMillis(500)).build();

  @Test
  void everythingFromOutside_alsoWhileTheJvmStandsStill() throws Exception {
    for (boolean stopped : new boolean[] {false, true}) {
      try (TargetJvm target = logging().start()) {
        if (stopped) {
          target.signal("STOP");
        }
        FakeEvidence evidence = new FakeEvidence();
        Map<String, String> outcome = collect(target, QUICK, evidence);
        outcome.forEach((id, status) -> assertEquals("ok", status, id));
        assertEquals(List.of(), evidence.gaps());
        system(evidence, target);
        files(evidence, target);
        if (!stopped) {
          String top = evidence.text("os/top-threads.txt");
          assertTrue(top.split("\n")[3].contains("hot-thread"), top);
        }
        target.signal("CONT");
      }
    }
  }

  private static void system(FakeEvidence evidence, TargetJvm target) {
    assertTrue(evidence.text("os/status.txt").contains("SigCgt"));
    assertTrue(evidence.text("os/cmdline.txt").endsWith("\nLogging\n"));
    assertTrue(evidence.text("os/limits.txt").contains("Max open files"));
    assertTrue(evidence.text("os/smaps_rollup.txt").contains("Rss"));
    assertTrue(evidence.text("os/io.txt").contains("rchar"));
    assertTrue(evidence.text("os/maps-summary.txt").contains("libjvm.so"));
    assertTrue(evidence.text("os/cgroup.txt").contains("memory used: "));
    assertTrue(evidence.text("os/host.txt").contains("MemTotal"));
    assertTrue(evidence.text("os/host.txt").contains(" processors\n"));
    assertTrue(evidence.text("os/mounts.txt").contains(target.folder().toString()));
    assertTrue(evidence.text("os/dumps.txt").contains("7  "), evidence.text("os/dumps.txt"));
    assertTrue(evidence.text("os/dumps.txt").contains("/java_pid9.hprof"));
    assertTrue(evidence.text("os/open-files.txt").contains("app.log"));
    String port = target.stdout().lines().findFirst().orElseThrow().substring(5);
    String sockets = evidence.text("os/sockets.txt");
    assertTrue(sockets.matches("(?s).*LISTEN.*127\\.0\\.0\\.1:" + port + ".*"), sockets);
    assertTrue(sockets.contains("ESTABLISHED"), sockets);
    String environment = evidence.text("envvars.log");
    assertTrue(environment.contains(" -  DD_SERVICE=shop\n"), environment);
    assertFalse(environment.contains("hunter2"), environment);
    assertFalse(environment.contains("DD_API_KEY"), environment);
  }

  private static void files(FakeEvidence evidence, TargetJvm target) {
    String folder = target.folder().toString();
    assertTrue(evidence.text("logs" + folder + "/app.log").contains("first line"));
    assertEquals("old\n", evidence.text("logs" + folder + "/app.log.1"));
    assertEquals("deleted, but open\n", evidence.text("logs" + folder + "/gone.log"));
    assertEquals("crash of an earlier pid\n", evidence.text("logs" + folder + "/hs_err_pid17.log"));
    assertTrue(evidence.text("logs" + folder + "/stdout").contains("ready"));
    assertTrue(evidence.text("logs" + folder + "/gc.log").contains("Using "));
    assertEquals("a: b\n", evidence.text("etc" + folder + "/conf/app.yaml"));
    assertEquals("<x/>\n", evidence.text("etc" + folder + "/named.xml"));
    List<String> paths = evidence.paths();
    assertFalse(paths.contains("logs" + folder + "/binary.log"), paths.toString());
    assertFalse(paths.contains("logs" + folder + "/data.db"), paths.toString());
    assertFalse(paths.contains("logs" + folder + "/app.log.2.gz"), paths.toString());
    assertFalse(paths.contains("etc" + folder + "/conf/secret.properties"), paths.toString());
    assertTrue(evidence.permissions().contains(target.folder().resolve("app.log.2.gz")));
    assertTrue(evidence.permissions().contains(target.folder().resolve("conf/secret.properties")));
  }

  @Test
  void capsHold_andWhatTheUserNamesComesFirst() throws Exception {
    String big = "x".repeat(999) + "\n";
    try (TargetJvm target =
        logging().file("mine/big.txt", big.repeat(10)).file("mine/l.json", "{}\n{}\n").start()) {
      FakeEvidence evidence = new FakeEvidence();
      CollectSettings settings =
          new CollectSettings.Builder()
              .logGlobs(List.of("mine/*.txt", "mine/*.json", "nowhere/*.txt"))
              .fileCapBytes(2000)
              .totalCapBytes(2010)
              .build();
      new Logs(ProcessView.of(target.pid()), settings).collect(evidence, soon());
      assertEquals(2000, evidence.bytes("logs" + target.folder() + "/mine/big.txt").length);
      assertEquals("{}\n{}\n", evidence.text("logs" + target.folder() + "/mine/l.json.log"));
      int total = evidence.paths().stream().mapToInt(path -> evidence.bytes(path).length).sum();
      assertTrue(total <= 2010, total + " bytes");
      List<String> gaps = evidence.gaps();
      assertTrue(gaps.contains("--log nowhere/*.txt matches no file"), gaps.toString());
      assertTrue(
          gaps.stream().anyMatch(gap -> gap.contains("limit for all files")), gaps.toString());
    }
  }

  @Test
  void nothingOfOurOwnFolder_isCollected() throws Exception {
    try (TargetJvm target = logging().start()) {
      FakeEvidence evidence = new FakeEvidence();
      CollectSettings settings = new CollectSettings.Builder().ownFolder(target.folder()).build();
      Logs logs = new Logs(ProcessView.of(target.pid()), settings);
      try {
        logs.collect(evidence, soon());
      } catch (SkippedException nothingElse) {
        // unless an earlier crash left its report in /tmp
      }
      assertFalse(
          evidence.paths().stream().anyMatch(path -> path.contains(target.folder().toString())));
    }
  }

  @Test
  void withoutProc_everyOutsideCollectorIsSkipped(@TempDir Path empty) {
    for (Collector collector : Collectors.outside(ProcessView.of(empty, 1), QUICK)) {
      SkippedException e =
          assertThrows(SkippedException.class, () -> collector.collect(new FakeEvidence(), soon()));
      assertEquals("needs /proc", e.getMessage());
    }
  }

  /** A container as far as files go: its own /tmp, and a link in it that leads nowhere in there. */
  @Test
  void aTargetWithItsOwnMounts_isSeenAsItSeesItself() throws Exception {
    assumeTrue(ProcessView.self().status().uid() == 0, "needs root to make a mount namespace");
    String ownTmp =
        "mount --bind . /mnt && mount -t tmpfs tmpfs /tmp && mkdir -p \"$PWD\" && mount --bind /mnt"
            + " \"$PWD\" && cd \"$PWD\" && echo inside > /tmp/hs_err_pid1.log && ln -s"
            + " /etc/only-outside /tmp/hs_err_pid2.log && exec \"$@\"";
    Path outside = Path.of("/tmp/jflare-only-outside.log");
    Files.writeString(outside, "of the host");
    try (TargetJvm target =
        logging()
            .prefix("unshare", "-m", "--propagation", "private", "sh", "-c", ownTmp, "sh")
            .start()) {
      ProcessView process = ProcessView.of(target.pid());
      assertFalse(process.sharesNamespace("mnt", ProcessView.self()));
      FakeEvidence evidence = new FakeEvidence();
      CollectSettings settings =
          new CollectSettings.Builder().logGlobs(List.of("/tmp/jflare-only*.log")).build();
      collect(target, settings, evidence).forEach((id, status) -> assertEquals("ok", status, id));
      assertEquals("inside\n", evidence.text("logs/tmp/hs_err_pid1.log"));
      assertEquals(List.of("--log /tmp/jflare-only*.log matches no file"), evidence.gaps());
      assertTrue(evidence.text("logs" + target.folder() + "/app.log").contains("first line"));
      assertEquals(17, JvmScan.ofThisHost().matching("" + target.pid()).get(0).feature());
      assertTrue(PerfData.of(process).safepoint().isPresent(), "counters are in its own /tmp");
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void aPlainUser_isToldWhatItMayNotRead(@TempDir Path folder) throws Exception {
    assumeTrue(ProcessView.self().status().uid() == 0, "needs root to become another user");
    copyClasses(folder);
    try (TargetJvm target = logging().start();
        TargetJvm plain =
            TargetJvm.of("CollectInside")
                .prefix("setpriv", "--reuid", "5001", "--regid", "5001", "--clear-groups")
                .classPath(folder.resolve("classes"))
                .arguments(folder.resolve("out").toString(), "outside", "" + target.pid())
                .start()) {
      assertEquals("", plain.stderr());
      List<String> outcome = Files.readAllLines(folder.resolve("out/outcome"));
      for (String line : outcome) {
        if (line.matches("(environment|files): .*")) {
          assertTrue(line.contains("NotPermittedException: not permitted to read /proc/"), line);
          assertTrue(line.contains("run as the process's user or as root"), line);
        } else if (line.matches("(process|sockets): .*")) {
          assertTrue(line.contains(": ok") && line.contains("[gap os/"), line);
        } else if (line.matches("(cgroup|host|top-threads|dumps): .*")) {
          assertTrue(line.contains(": ok") && !line.contains("[gap"), line);
        } else {
          assertTrue(line.contains("SkippedException") || line.contains(": ok"), line);
        }
      }
    }
  }

  private static void copyClasses(Path folder) throws Exception {
    Path classes =
        Path.of(Collectors.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
    if (Files.isRegularFile(classes)) {
      Files.copy(classes, folder.resolve("classes"));
      return;
    }
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve("classes").resolve(classes.relativize(file).toString()));
      }
    }
  }

  private static TargetJvm.Builder logging() throws IOException {
    return TargetJvm.of("Logging")
        .jvm("-Xlog:gc*:file=gc.log", "-Dlogback.configurationFile=named.xml")
        .env("DD_SERVICE", "shop")
        .env("DD_API_KEY", "hunter2")
        .env("DB_URL", "jdbc:x://u:hunter2@h/db")
        .file("app.log.1", "old\n")
        .file("app.log.2.gz", "compressed")
        .file("hs_err_pid17.log", "crash of an earlier pid\n")
        .file("conf/app.yaml", "a: b\n")
        .file("conf/secret.properties", "password=hunter2\n")
        .file("java_pid9.hprof", "secrets")
        .file("named.xml", "<x/>\n");
  }

  private static Map<String, String> collect(
      TargetJvm target, CollectSettings settings, FakeEvidence evidence) {
    Map<String, String> outcome = new TreeMap<>();
    for (Collector collector : Collectors.outside(ProcessView.of(target.pid()), settings)) {
      try {
        collector.collect(evidence, soon());
        outcome.put(collector.id(), "ok");
      } catch (Exception e) {
        outcome.put(collector.id(), e.toString());
      }
    }
    return outcome;
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }
}
