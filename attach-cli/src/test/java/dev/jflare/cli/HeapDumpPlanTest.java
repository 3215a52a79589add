package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.cli.attach.JvmCommands;
import dev.jflare.jvm.ProcessView;
import dev.jflare.settings.Settings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who decides about a heap dump; the JVM in question is this one. */
class HeapDumpPlanTest {
  private static int collectors(CommandLineRun run) throws Exception {
    assumeTrue(JvmCommands.possible(ProcessView.self()), "commands cannot be given here");
    HeapDumpPlan plan =
        HeapDumpPlan.agree(
            ProcessView.self(),
            null,
            Settings.defaults(),
            new Terminal(run.shell(), new OutputOptions()));
    return plan.collectors(Path.of("x")).size();
  }

  @ParameterizedTest(name = "''{0}'' means {1}")
  @CsvSource({"y, 1", "Y, 1", "n, 0", "'', 0", "yes, 0"})
  void aPersonIsAsked(String answer, int dumps) throws Exception {
    CommandLineRun run = new CommandLineRun().typing(answer);
    assertEquals(dumps, collectors(run));
    assertTrue(run.err().contains("A heap dump stops the JVM for about "), run.err());
    assertTrue(run.err().contains("Take it? [y/N]"), run.err());
  }

  @Test
  void withoutATerminal_theOptionIsTheConsent() throws Exception {
    CommandLineRun run = new CommandLineRun();
    assertEquals(1, collectors(run));
    assertTrue(run.err().contains(" MB/s."), run.err());
  }
}
