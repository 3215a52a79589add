package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.jvm.ProcessView;
import dev.jflare.testing.FakeEvidence;
import dev.jflare.testing.TargetJvm;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    try (TargetJvm target = logging().file("mine/big.txt", big.repeat(10)).start()) {
      FakeEvidence evidence = new FakeEvidence();
      CollectSettings settings =
          new CollectSettings.Builder()
              .logGlobs(List.of("mine/*.txt", "nowhere/*.txt"))
              .fileCapBytes(2000)
              .totalCapBytes(2010)
              .build();
      new Logs(ProcessView.of(target.pid()), settings).collect(evidence, soon());
      assertEquals(2000, evidence.bytes("logs" + target.folder() + "/mine/big.txt").length);
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
