package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmScanIT {
  static List<Integer> features() {
    return Jdks.available();
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void finds_everyJavaVersion(int feature) throws Exception {
    try (TargetJvm target = busy(feature).start()) {
      JvmInfo found = one(target);
      assertEquals(feature, found.feature());
      assertEquals("Busy", found.program());
      assertEquals(System.getProperty("user.name"), found.user());
      assertEquals(Verdict.ATTACHABLE, found.verdict());
      assertTrue(found.uptime().orElseThrow().compareTo(Duration.ofMinutes(1)) < 0);
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void heap_growsToXmx_whateverTheCollector(int feature) throws Exception {
    for (String collector : List.of("Serial", "Parallel", "G1")) {
      try (TargetJvm target = busy(feature).jvm("-XX:+Use" + collector + "GC", "-Xms32m").start()) {
        HeapUse heap = one(target).heap().orElseThrow();
        assertEquals(64 << 20, heap.maxBytes(), 1 << 20, collector); // TargetJvm's -Xmx64m
        assertTrue(heap.usedBytes() >= 0 && heap.usedBytes() < 64 << 20, collector);
      }
    }
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void finds_aJvmWithoutCounters_andItsVersion(int feature) throws Exception {
    try (TargetJvm target = busy(feature).jvm("-XX:-UsePerfData").start()) {
      assertEquals(feature, one(target).feature());
      assertTrue(one(target).heap().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+DisableAttachMechanism ATTACH_DISABLED",
        "-XX:-EnableDynamicAgentLoading DYNAMIC_LOADING_DISABLED",
        "-Xmx32m ATTACHABLE"
      })
  void says_whatOptionsForbid(String row) throws Exception {
    String[] words = row.split(" ");
    try (TargetJvm target = busy(17).jvm(words[0]).start()) {
      assertEquals(words[1], one(target).verdict().name());
    }
    try (TargetJvm target = busy(17).env("JAVA_TOOL_OPTIONS", words[0]).start()) {
      assertEquals(words[1], one(target).verdict().name(), "by JAVA_TOOL_OPTIONS");
    }
  }

  @Test
  void withXrs_theSocketOfTheStartIsUsed_andWithoutItNothingIsSent() throws Exception {
    try (TargetJvm target = busy(17).jvm("-Xrs").start()) {
      assertEquals(Verdict.ATTACHABLE, one(target).verdict());
      Files.delete(Path.of("/tmp/.java_pid" + target.pid()));
      assertEquals(Verdict.SIGQUIT_NOT_CAUGHT, one(target).verdict());
    }
  }

  @Test
  void aStoppedJvm_isListedAsStopped() throws Exception {
    try (TargetJvm target = busy(17).start()) {
      target.signal("STOP");
      JvmInfo found = one(target);
      assertEquals(Verdict.STOPPED, found.verdict());
      assertEquals(17, found.feature());
      target.signal("CONT");
    }
  }

  @Test
  void aSleepProcess_isNoJvm_andTheVerdictKeepsItAlive() throws Exception {
    Process sleep = new ProcessBuilder("sleep", "30").start();
    try {
      assertEquals(List.of(), JvmScan.ofThisHost().matching(Long.toString(sleep.pid())));
      assertEquals(Verdict.NOT_A_JVM, AttachCheck.of(ProcessView.of(sleep.pid())));
      assertTrue(sleep.isAlive());
    } finally {
      sleep.destroyForcibly().waitFor();
    }
    assertEquals(Verdict.GONE, AttachCheck.of(ProcessView.of(sleep.pid())));
  }

  /** /proc/TID exists though it is not listed, and shows the maps of the whole process. */
  @Test
  void aThreadsId_isNoPid() throws Exception {
    try (TargetJvm target = busy(17).start()) {
      long tid =
          ProcessView.of(target.pid()).threads().stream()
              .mapToLong(ThreadView::tid)
              .filter(id -> id != target.pid())
              .findFirst()
              .orElseThrow();
      assertTrue(Files.exists(Path.of("/proc/" + tid)));
      assertEquals(List.of(), JvmScan.ofThisHost().matching(Long.toString(tid)));
      assertEquals(Verdict.NOT_A_JVM, AttachCheck.of(ProcessView.of(tid)));
    }
  }

  @Test
  void ourselves_areNotListed() throws Exception {
    long own = ProcessHandle.current().pid();
    assertFalse(JvmScan.ofThisHost().all().stream().anyMatch(jvm -> jvm.pid() == own));
  }

  @Test
  void rootSeesAnotherUsersJvms_andWhatJava8Wants() throws Exception {
    assumeTrue(ProcessView.self().status().uid() == 0, "needs root to start a JVM as another user");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv");
    for (int feature : Jdks.available()) {
      try (TargetJvm target =
          busy(feature)
              .prefix("setpriv", "--reuid", "5001", "--regid", "5001", "--clear-groups")
              .start()) {
        JvmInfo found = one(target);
        assertEquals("5001", found.user());
        assertEquals(feature, found.feature());
        assertEquals(feature == 8 ? Verdict.ROOT_TO_JAVA_8 : Verdict.ATTACHABLE, found.verdict());
      }
    }
  }

  @Test
  void matching_byTextOfTheCommandLine_andByPidAlone() throws Exception {
    try (TargetJvm one = busy(17).jvm("-Dname=blue-" + System.nanoTime()).start();
        TargetJvm two = busy(17).start()) {
      String blue = ProcessView.of(one.pid()).commandLine().get(2).substring(7);
      JvmScan scan = JvmScan.ofThisHost();
      assertEquals(List.of(one.pid()), pids(scan.matching(blue)));
      assertTrue(pids(scan.matching("Busy")).containsAll(List.of(one.pid(), two.pid())));
      assertEquals(List.of(two.pid()), pids(scan.matching(Long.toString(two.pid()))));
      String digits = blue.substring("blue-".length());
      assertEquals(List.of(), scan.matching(digits.substring(0, 9)), "a number is a pid only");
      assertEquals(List.of(), scan.matching("no such program anywhere"));
      assertEquals(List.of(), scan.matching(""));
    }
  }

  private static List<Long> pids(List<JvmInfo> jvms) {
    return jvms.stream().map(JvmInfo::pid).toList();
  }

  private static TargetJvm.Builder busy(int feature) {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    return TargetJvm.of("Busy").home(Jdks.home(feature).orElseThrow()).arguments("parks");
  }

  private static JvmInfo one(TargetJvm target) throws Exception {
    List<JvmInfo> found = JvmScan.ofThisHost().matching(Long.toString(target.pid()));
    assertEquals(1, found.size());
    return found.get(0);
  }
}
