package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class TerminalTest {
  private final CommandLineRun run = new CommandLineRun();

  @Test
  void withoutATerminal_nothingIsAskedAndNothingDrawn() throws Exception {
    Terminal terminal = terminal();
    assertEquals(Optional.empty(), terminal.ask("who? "));
    terminal.draw("half way");
    assertEquals("", run.err());
  }

  @Test
  void answers_areReadLineByLine() throws Exception {
    Terminal terminal = new Terminal(run.typing("  me@example.com ", "y").shell(), options());
    assertEquals(Optional.of("me@example.com"), terminal.ask("email: "));
    assertEquals(Optional.of("y"), terminal.ask("sure? "));
    assertEquals(Optional.of(""), terminal.ask("at the end of input: "));
    assertEquals("email: sure? at the end of input: ", run.err());
  }

  @Test
  void json_neverAsks() throws Exception {
    Terminal terminal = new Terminal(run.typing("y").shell(), options("--json"));
    assertEquals(Optional.empty(), terminal.ask("sure? "));
  }

  @Test
  void aLiveLine_isReplacedAndGivesWayToAPlainOne() {
    Terminal terminal = new Terminal(run.typing().shell(), options("--color=never"));
    terminal.draw("10 %");
    terminal.draw("20 %");
    terminal.say("done");
    String clear = "\r\u001b[K";
    assertEquals(
        clear + "10 %" + clear + "20 %" + clear + "done" + System.lineSeparator(), run.err());
  }

  @Test
  void aLiveLine_doesNotWrap() {
    Terminal terminal = new Terminal(run.env("COLUMNS", "30").typing().shell(), options());
    terminal.draw("x".repeat(100));
    assertEquals(29, run.err().length() - "\r\u001b[K".length());
  }

  @Test
  void foreignText_cannotDriveTheTerminal() {
    Terminal terminal = terminal();
    terminal.result("evil\u001b]0;title\u0007 \u001b[2J \r name \u009b31m \u001b[31m");
    assertEquals("evil?]0;title? ?[2J ? name ?31m ?[31m" + System.lineSeparator(), run.out());
    terminal.say("evil\u001b[31m");
    assertEquals("evil?[31m" + System.lineSeparator(), run.err());
  }

  @ParameterizedTest(name = "--color={0} terminal={1} NO_COLOR={2} TERM={3}: {4}")
  @CsvSource({
    "auto, true, '', xterm, true",
    "auto, false, '', xterm, false",
    "auto, true, 1, xterm, false",
    "auto, true, '', dumb, false",
    "always, false, 1, dumb, true",
    "never, true, '', xterm, false"
  })
  void colors(String when, boolean person, String noColor, String term, boolean colored) {
    CommandLineRun shell = run.env("NO_COLOR", noColor).env("TERM", term);
    Terminal terminal =
        new Terminal((person ? shell.typing() : shell).shell(), options("--color=" + when));
    assertEquals(colored, terminal.paint(Style.BAD, "x").contains("\u001b["));
  }

  @Test
  void quiet_leavesResultsAndWarnings() {
    Terminal terminal = new Terminal(run.shell(), options("-q"));
    terminal.say("progress");
    terminal.warn("warning");
    terminal.result("result");
    assertFalse(run.err().contains("progress"));
    assertTrue(run.err().contains("warning"));
    assertTrue(run.out().contains("result"));
  }

  @Test
  void json_keepsStandardOutputForJson() {
    Terminal terminal = new Terminal(run.shell(), options("--json"));
    terminal.result("a line for a person");
    terminal.event(
        JsonLine.event("x")
            .with("text", "\u001b[0m\n\"")
            .with("nothing", null)
            .with("nested", Map.of("list", List.of(1, true, "two"))));
    assertEquals(
        "{\"event\":\"x\",\"text\":\"\\u001B[0m\\n\\\"\",\"nothing\":null,"
            + "\"nested\":{\"list\":[1,true,\"two\"]}}"
            + System.lineSeparator(),
        run.out());
  }

  private Terminal terminal() {
    return new Terminal(run.shell(), options());
  }

  private static OutputOptions options(String... args) {
    OutputOptions options = new OutputOptions();
    new CommandLine(new Nothing()).addMixin("output", options).parseArgs(args);
    return options;
  }

  @Command
  private static final class Nothing {}
}
