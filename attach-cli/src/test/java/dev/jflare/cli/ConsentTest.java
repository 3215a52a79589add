package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertEquals(given, new Consent(new Terminal(run.shell(), new OutputOptions())).given());
  }

  @Test
  void theEndOfInput_isANo() throws Exception {
    CommandLineRun run = new CommandLineRun().typing();
    assertFalse(new Consent(new Terminal(run.shell(), new OutputOptions())).given());
  }

  @Test
  void withoutATerminal_nobodyHasAgreed() throws Exception {
    Consent consent = new Consent(new Terminal(new CommandLineRun().shell(), new OutputOptions()));
    assertFalse(consent.given());
    assertEquals("", consent.email(null));
    assertEquals("me@example.com", consent.email("me@example.com"));
  }
}
