package dev.jflare.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything the program says or asks: progress and questions on standard error, results on
 * standard output. Safe to use from several threads; each line stays whole.
 *
 * <p>Texts come from other processes (a main class, a server's answer), so control characters in
 * them are shown as {@code ?} and cannot drive the reader's terminal.
 */
final class Terminal {
  private static final int DEFAULT_COLUMNS = 80;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Shell shell;
  private final OutputOptions options;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private boolean lineIsLive;

  Terminal(Shell shell, OutputOptions options) {
    this.shell = shell;
    this.options = options;
  }

  Shell shell() {
    return shell;
  }

  /** Whether results are JSON lines. */
  boolean json() {
    return options.json();
  }

  /** Whether more is wanted than usual. */
  boolean verbose() {
    return options.verbose();
  }

  /** Whether there is somebody to ask. */
  boolean canAsk() {
    return !options.json() && shell.probe().input() && shell.probe().progress();
  }

  /** Whether one line can be drawn over and over. */
  boolean canDraw() {
    return shell.probe().progress() && !options.quiet() && !"dumb".equals(shell.variable("TERM"));
  }

  /** Whether this has not been asked about before, for what is to be said once. */
  boolean isNew(String line) {
    return seen.add(line);
  }

  /** Progress: left out with {@code -q}. */
  void say(String line) {
    if (!options.quiet()) {
      writeLine(line);
    }
  }

  /** For {@code -v} only. */
  void detail(String line) {
    if (options.verbose()) {
      writeLine(line);
    }
  }

  /** What belongs to a question or an answer: shown also with {@code -q}. */
  void tell(String line) {
    writeLine(line);
  }

  /** What must be known whatever the options say. */
  void warn(String line) {
    writeLine(paint(Style.NOTE, line));
  }

  /** The complaint that ends the program, and what to do about it. */
  void complain(UserError error) {
    writeLine(paint(Style.BAD, "jflare: " + error.getMessage()));
    if (!error.nextStep().isEmpty()) {
      writeLine(error.nextStep());
    }
  }

  /** A line of the result; with {@code --json} the result is in the last event instead. */
  synchronized void result(String line) {
    if (!options.json()) {
      endLiveLine();
      shell.out().println(clean(line, escapes(shell.probe().output())));
      shell.out().flush();
    }
  }

  /** A JSON line on standard output; nothing without {@code --json}. */
  synchronized void event(JsonLine event) {
    if (options.json()) {
      endLiveLine();
      shell.out().println(event);
      shell.out().flush();
    }
  }

  /** Replaces the live line; nothing where no line can be redrawn. */
  synchronized void draw(String line) {
    if (canDraw()) {
      shell.err().print(CLEAR_LINE + shorten(clean(line, Escapes.NONE)));
      shell.err().flush();
      lineIsLive = true;
    }
  }

  /**
   * Asks on standard error and waits for a line.
   *
   * @return the answer without white space around it, empty at the end of input; nothing when there
   *     is nobody to ask, and then nothing was waited for
   */
  Optional<String> ask(String question) throws IOException {
    if (!canAsk()) {
      return Optional.empty();
    }
    synchronized (this) {
      endLiveLine();
      shell.err().print(clean(question, escapes(shell.probe().progress())));
      shell.err().flush();
    }
    return Optional.of(shell.readLine());
  }

  /** The text in a style, where colours are wanted on standard error. */
  String paint(Style style, String text) {
    return colored(shell.probe().progress()) ? style.paint(text) : text;
  }

  /** The same for a line of the result, on standard output. */
  String paintResult(Style style, String text) {
    return colored(shell.probe().output()) ? style.paint(text) : text;
  }

  private boolean colored(boolean terminal) {
    switch (options.color()) {
      case always:
        return true;
      case never:
        return false;
      default:
        // https://no-color.org: any value that is not empty
        return terminal
            && shell.variable("NO_COLOR").isEmpty()
            && !"dumb".equals(shell.variable("TERM"));
    }
  }

  private synchronized void writeLine(String line) {
    endLiveLine();
    PrintStream err = shell.err();
    err.println(clean(line, escapes(shell.probe().progress())));
    err.flush();
  }

  private void endLiveLine() {
    if (lineIsLive) {
      shell.err().print(CLEAR_LINE);
      lineIsLive = false;
    }
  }

  /** A live line must not wrap, or drawing over it leaves its first half behind. */
  private String shorten(String line) {
    int columns = columns();
    return line.length() < columns ? line : line.substring(0, columns - 4) + "...";
  }

  private int columns() {
    try {
      return Math.max(20, Integer.parseInt(shell.variable("COLUMNS")));
    } catch (NumberFormatException notSet) {
      return DEFAULT_COLUMNS;
    }
  }

  private Escapes escapes(boolean terminal) {
    return colored(terminal) ? Escapes.COLORS : Escapes.NONE;
  }

  /** Which control characters a text may have besides the end of a line and a tab. */
  private enum Escapes {
    NONE,
    /** Those that {@link Style} makes: ESC [ digits m. A foreign text may then colour itself. */
    COLORS
  }

  private static String clean(String line, Escapes allowed) {
    StringBuilder clean = new StringBuilder(line.length());
    int position = 0;
    while (position < line.length()) {
      int colorEnd = allowed == Escapes.COLORS ? colorAt(line, position) : position;
      char c = line.charAt(position);
      if (colorEnd > position) {
        clean.append(line, position, colorEnd);
        position = colorEnd;
      } else {
        clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? '?' : c);
        position++;
      }
    }
    return clean.toString();
  }

  private static int colorAt(String line, int start) {
    if (!line.startsWith("\u001b[", start)) {
      return start;
    }
    int end = start + 2;
    while (end < line.length() && line.charAt(end) >= '0' && line.charAt(end) <= '9') {
      end++;
    }
    return end < line.length() && line.charAt(end) == 'm' ? end + 1 : start;
  }
}
