package dev.jflare.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void bothStreams_areReturned() throws Exception {
    assertEquals("one\ntwo\n", Command.run("sh", "-c", "echo one; echo two >&2"));
  }

  @Test
  void anotherExitCode_failsAndShowsWhatWasSaid() {
    AssertionError error =
        assertThrows(AssertionError.class, () -> Command.run("sh", "-c", "echo why; exit 3"));
    assertTrue(error.getMessage().endsWith("ended with 3: why\n"), error.getMessage());
  }

  @Test
  void programs_areLookedForOnThePath() {
    assertTrue(Command.isHere("sh"));
    assertFalse(Command.isHere("no-such-program"));
  }
}
