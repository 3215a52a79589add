package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ProgressTest {
  private final CommandLineRun run = new CommandLineRun();

  @ParameterizedTest
  @CsvSource({
    "0, profiling [........................] 0 of 30 s",
    "15500, profiling [############............] 15 of 30 s",
    "30000, profiling [########################] closing the recording",
    "45000, profiling [########################] closing the recording"
  })
  void bar(long elapsedMillis, String line) {
    assertEquals(line, Progress.bar(Duration.ofMillis(elapsedMillis), Duration.ofSeconds(30)));
  }

  @Test
  void withoutATerminal_theWindowAndWhatGoesWrongAreLines() {
    try (Progress progress = progress(run)) {
      progress.reported(Map.of("event", "started", "id", "profiles"));
      progress.reported(Map.of("event", "heartbeat", "at", "1"));
      progress.reported(Map.of("event", "ended", "id", "profiles", "status", "ok"));
      progress.reported(
          Map.of("event", "ended", "id", "mbeans", "status", "timed_out", "detail", "too slow"));
      progress.reported(Map.of("event", "of a newer agent"));
    }
    assertEquals(
        "Profiling for 30 s." + System.lineSeparator() + "mbeans: timed out, too slow",
        run.err().trim());
    assertEquals("", run.out());
  }

  @Test
  void json_tellsTheBeginningAndTheEndOfEachCollector() {
    try (Progress progress = progress(run, "--json")) {
      progress.reported(Map.of("event", "started", "id", "profiles"));
      progress.reported(
          Map.of("event", "ended", "id", "profiles", "status", "failed", "detail", "why"));
    }
    assertEquals(
        "{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"started\"}",
        run.out().lines().toList().get(0));
    assertEquals(
        "{\"event\":\"collector\",\"id\":\"profiles\",\"status\":\"failed\",\"detail\":\"why\"}",
        run.out().lines().toList().get(1));
  }

  @Test
  void whatTheTargetSays_cannotDriveTheTerminal() {
    try (Progress progress = progress(run)) {
      progress.reported(
          Map.of("event", "ended", "id", "x\u001b[2J", "status", "failed", "detail", "y\u0007"));
    }
    assertFalse(run.err().contains("\u001b[2J"), run.err());
    assertFalse(run.err().contains("\u0007"), run.err());
    assertTrue(run.err().contains("failed"), run.err());
  }

  private static Progress progress(CommandLineRun run, String... args) {
    OutputOptions options = new OutputOptions();
    new CommandLine(new Nothing()).addMixin("output", options).parseArgs(args);
    return new Progress(new Terminal(run.shell(), options), Duration.ofSeconds(30));
  }

  @Command
  private static final class Nothing {}
}
