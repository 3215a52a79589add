package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConsentTest {
  @ParameterizedTest(name = "''{0}'' means {1}")
  @CsvSource({
    "y, true",
    "Y, true",
    "' y ', true",
    "yes, false",
    "n, false",
    "'', false",
    "yy, false",
    "j, false"
  })
  void onlyTheLetterYes(String answer, boolean given) throws Exception {
    CommandLineRun run = new CommandLineRun().typing(answer);
    assertEquals(given, new Consent(new Terminal(run.shell(), new OutputOptions())).given(1));
  }

  @Test
  void theEndOfInput_isANo() throws Exception {
    CommandLineRun run = new CommandLineRun().typing();
    assertFalse(new Consent(new Terminal(run.shell(), new OutputOptions())).given(1));
  }

  @Test
  void withoutATerminal_nobodyHasAgreed() throws Exception {
    Consent consent = new Consent(new Terminal(new CommandLineRun().shell(), new OutputOptions()));
    assertFalse(consent.given(1));
    assertEquals("", consent.email(null));
    assertEquals("me@example.com", consent.email("me@example.com"));
  }

  @Test
  void quiet_doesNotHideWhatIsAskedAbout() throws Exception {
    CommandLineRun run = new CommandLineRun().typing("n");
    OutputOptions quiet = new OutputOptions();
    new CommandLine(new Nothing()).addMixin("output", quiet).parseArgs("-q");
    Terminal terminal = new Terminal(run.shell(), quiet);
    Sending sending = new Sending(Settings.defaults(), terminal, Interrupts.none());
    new Consent(terminal).announce(List.of(Path.of("/x/flare.zip")), sending);
    assertTrue(run.err().contains("/x/flare.zip"), run.err());
    assertTrue(run.err().contains("https://app.datadoghq.com"), run.err());
    assertTrue(run.err().contains("No API key is set"), run.err());
  }

  @Command
  private static final class Nothing {}
}
