package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.TargetJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessViewTest {
  @Test
  void aRealJvm_fromOutside() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").env("HARMLESS", "a=b\nc").start()) {
      ProcessView process = ProcessView.of(target.pid());
      assertTrue(process.exists());
      assertTrue(process.status().catchesSigquit());
      assertEquals(target.pid(), process.status().namespacePid());
      assertEquals("Busy", process.commandLine().get(process.commandLine().size() - 1));
      assertEquals("a=b\nc", process.environment().get("HARMLESS"));
      assertEquals(target.folder().toString(), process.workingDirectory().orElseThrow());
      assertTrue(process.jvmLibrary().orElseThrow().endsWith("/libjvm.so"));
      assertTrue(process.threads().stream().anyMatch(t -> t.name().equals("busy-cpu")));
      assertTrue(
          process.openFiles().stream()
              .anyMatch(f -> f.number() == 1 && f.path().endsWith("/stdout")));
      assertTrue(process.sharesNamespace("mnt", ProcessView.self()));
      assertTrue(process.uptime().orElseThrow().compareTo(Duration.ofMinutes(1)) < 0);
      assertTrue(process.read("smaps_rollup").contains("Rss:"));
    }
  }

  @Test
  void aStoppedProcess_answersAllTheSame() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start()) {
      target.signal("STOP");
      ProcessView process = ProcessView.of(target.pid());
      assertTrue(process.status().stopped());
      assertFalse(process.threads().isEmpty());
      target.signal("CONT");
    }
  }

  @Test
  void ourselves() throws Exception {
    assertEquals(ProcessHandle.current().pid(), ProcessView.self().pid());
    assertFalse(ProcessView.of(Integer.MAX_VALUE).exists());
  }

  @Test
  void aSystemWithoutProc_isNotSupported(@TempDir Path empty) {
    assertFalse(ProcessView.of(empty, 1).supported());
  }

  @Test
  void status_ofAContainerAndOfAZombie() {
    ProcessStatus inside =
        ProcessStatus.parse(
            "Name:\tjava\nState:\tS (sleeping)\nNSpid:\t4711\t12\t1\n"
                + "Uid:\t1000\t1001\t1000\t1000\nSigCgt:\t2000000181005ccf\n");
    assertEquals(1, inside.namespacePid());
    assertEquals(1001, inside.uid());
    assertTrue(inside.catchesSigquit());
    ProcessStatus zombie = ProcessStatus.parse("State:\tZ (zombie)\nSigCgt:\t0000000000000003\n");
    assertTrue(zombie.zombie());
    assertFalse(zombie.catchesSigquit());
    assertEquals(-1, zombie.uid());
    assertTrue(ProcessStatus.parse("State:\tt (tracing stop)\n").stopped());
  }

  @Test
  void aThreadsName_mayHoldParentheses() {
    String rest = " S 1 1 1 0 -1 4194368 10 0 0 0 150 50 0 0 20 0 30 0 12345 0 0";
    ThreadView thread = ThreadView.parse("4712 (pool (1) x) y)" + rest, "futex_wait");
    assertNotNull(thread);
    assertEquals("pool (1) x) y", thread.name());
    assertEquals(200, thread.cpuTicks());
    assertEquals('S', thread.state());
    assertNull(ThreadView.parse("", ""));
    assertNull(ThreadView.parse("1 (x) S 2", ""));
  }

  @Test
  void namesOfUsers_areThoseOfTheContainer(@TempDir Path proc) throws Exception {
    Path etc = Files.createDirectories(proc.resolve("7/root/etc"));
    Files.writeString(etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\napp:x:5001:5001::/:/bin/sh\n");
    UserNames names = UserNames.of(ProcessView.of(proc, 7));
    assertEquals("app", names.user(5001));
    assertEquals("5002", names.user(5002));
    assertEquals("5001", names.group(5001));
  }

  @Test
  void openFiles_tellWhatTheyAre() {
    Path link = Path.of("/proc/1/fd/3");
    assertEquals("file", new OpenFile(3, "/var/log/a.log", link).kind());
    assertEquals("device", new OpenFile(3, "/dev/null", link).kind());
    assertEquals("socket", new OpenFile(3, "socket:[1]", link).kind());
    assertEquals("anon_inode", new OpenFile(3, "anon_inode:[eventpoll]", link).kind());
    OpenFile deleted = new OpenFile(3, "/var/log/a.log (deleted)", link);
    assertTrue(deleted.deleted());
    assertEquals("/var/log/a.log", deleted.path());
    assertEquals(List.of(3), List.of(deleted.number()));
  }
}
