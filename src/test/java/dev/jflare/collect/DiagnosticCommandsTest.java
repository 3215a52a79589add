package dev.jflare.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.FakeEvidence;
import dev.jflare.testing.QuietJvm;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosticCommandsTest {
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(1));
  private final FakeEvidence evidence = new FakeEvidence();

  /**
   * Row "Never" of the reference, and what prints the program's own texts or pauses it for long.
   */
  private static final List<String> NEVER =
      List.of(
          "GC.run",
          "GC.run_finalization",
          "System.trim_native_heap",
          "VM.set_flag",
          "JVMTI.",
          "Compiler.directives_",
          "VM.cds",
          "VM.unlock_commercial_features",
          "GC.rotate_log",
          "VM.stringtable",
          "VM.symboltable",
          "GC.class_stats",
          "GC.heap_dump",
          "ManagementAgent.",
          "AOT.",
          "JFR.",
          "GC.class_histogram",
          "VM.system_properties",
          "System.map",
          "System.dump_map");

  @Test
  void theAllowList_hasNothingThatChangesTheJvm() {
    for (String line : DiagnosticCommands.SAFE) {
      assertFalse(NEVER.stream().anyMatch(line::startsWith), line);
      assertFalse(line.contains("verbose"), line);
      assertFalse(line.startsWith("VM.log") && !line.equals("VM.log list=true"), line);
      assertFalse(line.contains("baseline") || line.contains("shutdown"), line);
    }
  }

  @Test
  void onlyWhatIsOnTheList_isEverAskedOfTheJvm() throws Exception {
    FakeJvm jvm = new FakeJvm();
    jvm.offered.addAll(NEVER);
    jvm.offered.add("VM.version");
    new DiagnosticCommands(jvm).collect(evidence, SOON);
    assertEquals(List.of("VM.version"), jvm.asked);
  }

  @Test
  void oneCommandThatFails_costsOnlyItself() throws Exception {
    FakeJvm jvm = new FakeJvm();
    jvm.offered.addAll(List.of("VM.version", "VM.flags", "VM.uptime"));
    jvm.failing = "VM.flags";
    new DiagnosticCommands(jvm).collect(evidence, SOON);
    assertEquals(List.of("jvm/VM.uptime.txt", "jvm/VM.version.txt"), evidence.paths());
    assertEquals(List.of("jvm/VM.flags.txt: VM.flags failed: no"), evidence.gaps());
    assertTrue(evidence.notes().get("not in this JVM").contains("VM.info"));
  }

  @Test
  void aJvmWithoutCommands_isSkippedWithTheReason() {
    SkippedException e =
        assertThrows(
            SkippedException.class,
            () -> new DiagnosticCommands(new FakeJvm()).collect(evidence, SOON));
    assertTrue(e.getMessage().contains("VM.version"), e.getMessage());
  }

  @Test
  void theHistogram_isAlwaysOfAllObjects() throws Exception {
    FakeJvm jvm = new FakeJvm();
    jvm.offered.add("GC.class_histogram");
    new ClassHistogram(jvm).collect(evidence, SOON);
    assertEquals(List.of("GC.class_histogram -all"), jvm.asked);
  }

  @Test
  void threadDumps_withoutTheCommand_comeFromJmx_andStopAtTheDeadline(@TempDir Path folder)
      throws Exception {
    ThreadDumps dumps = new ThreadDumps(new FakeJvm(), Duration.ofSeconds(30), folder);
    assertEquals(Duration.ofSeconds(60), dumps.span());
    dumps.collect(evidence, Deadline.after(Duration.ofMillis(300)));
    assertTrue(evidence.text("jvm/threads-1.txt").contains("\"main\""));
    assertEquals("no deadlock found\n", evidence.text("jvm/deadlocks.txt"));
    assertEquals(
        List.of("jvm/threads-2.txt: no time left", "jvm/threads-3.txt: no time left"),
        evidence.gaps());
    assertEquals("ThreadMXBean", evidence.notes().get("engine"));
  }

  /** Its walk over the heap costs a pause of 50 ms and more for each dump. */
  @Test
  void threadDumps_doNotAskForTheOwnersOfLocks(@TempDir Path folder) throws Exception {
    FakeJvm jvm = new FakeJvm();
    jvm.offered.add("Thread.print");
    new ThreadDumps(jvm, Duration.ZERO, folder).collect(evidence, SOON);
    assertEquals(List.of("Thread.print", "Thread.print", "Thread.print"), jvm.asked);
  }

  @Test
  void idsAreUniqueAndExplained() {
    Map<String, String> known = Collectors.known();
    assertEquals(17, known.size(), known.toString());
    known.forEach(
        (id, about) -> {
          assertTrue(id.matches("[a-z]+(-[a-z]+)*"), id);
          assertFalse(about.isEmpty(), id);
        });
  }

  private static final class FakeJvm extends QuietJvm {
    final List<String> offered = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    String failing = "";

    @Override
    public List<String> commands() {
      return offered;
    }

    @Override
    public String command(String command, String... arguments) throws IOException {
      if (!offered.contains(command)) {
        throw new IOException("no command " + command);
      }
      if (command.equals(failing)) {
        throw new IOException(command + " failed: no");
      }
      asked.add(String.join(" ", command, String.join(" ", arguments)).trim());
      return "answer of " + command;
    }
  }
}
