package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeteredJvmTest {
  private static final String HISTOGRAM = "GC.class_histogram";

  @Test
  void costlyCommands_endWhenTheirPausesHaveUsedUpTheBudget() throws Exception {
    MeteredJvm jvm = MeteredJvm.of(LocalJvm.current(), ProcessView.self(), Duration.ofNanos(1000));
    assertTrue(jvm.costlyCommand(HISTOGRAM, "-all").contains("java.lang.String"));
    IOException refused =
        assertThrows(IOException.class, () -> jvm.costlyCommand(HISTOGRAM, "-all"));
    assertTrue(
        refused.getMessage().contains(HISTOGRAM + " not asked for: the JVM has stood still for "),
        refused.getMessage());
    assertTrue(jvm.command("VM.version").contains("version"), "what costs nothing goes on");
  }

  @Test
  void aBudgetThatIsNotSpent_refusesNothing_andZeroRefusesAll() throws Exception {
    MeteredJvm rich = MeteredJvm.of(LocalJvm.current(), ProcessView.self(), Duration.ofHours(1));
    rich.costlyCommand(HISTOGRAM, "-all");
    rich.costlyCommand(HISTOGRAM, "-all");
    MeteredJvm poor = MeteredJvm.of(LocalJvm.current(), ProcessView.self(), Duration.ZERO);
    assertThrows(IOException.class, () -> poor.costlyCommand(HISTOGRAM, "-all"));
  }

  @Test
  void withoutCounters_theTimeOfTheCommandIsItsPrice(@TempDir Path nowhere) throws Exception {
    Files.createDirectory(nowhere.resolve("proc"));
    ProcessView silent = ProcessView.of(nowhere.resolve("proc"), Long.MAX_VALUE);
    MeteredJvm jvm = MeteredJvm.of(LocalJvm.current(), silent, Duration.ofNanos(1));
    jvm.costlyCommand("VM.uptime");
    assertThrows(IOException.class, () -> jvm.costlyCommand("VM.uptime"));
    assertEquals(ProcessHandle.current().pid(), jvm.pid());
  }
}
