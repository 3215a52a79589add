package dev.jflare.cli;

import java.io.IOException;

/** What one word of the command line does. */
interface Verb {
  /**
   * Does it.
   *
   * @throws UserError when the person has to do something first
   * @throws IOException when the world does not allow it; the message is shown as it is
   */
  Outcome run(Terminal terminal) throws UserError, IOException, InterruptedException;
}
