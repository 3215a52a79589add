package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;

/** Shows what the parts of the program say: warnings as progress, the rest with {@code -v}. */
final class TerminalLog implements Log {
  private final Terminal terminal;

  TerminalLog(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Says no warning twice in one run: every connection's set-up finds the same fault in the same
   * settings.
   */
  static Log once(Terminal terminal) {
    Log log = new TerminalLog(terminal);
    return (level, message, cause) -> {
      if (terminal.isNew(message)) {
        log.write(level, message, cause);
      }
    };
  }

  @Override
  public void write(Level level, String message, @Nullable Throwable cause) {
    String line = cause == null ? message : message + ": " + cause;
    if (level == Level.WARN || level == Level.ERROR) {
      terminal.say(terminal.paint(Style.NOTE, line));
    } else {
      terminal.detail(line);
    }
  }
}
