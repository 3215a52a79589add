package dev.jflare.scrub;

/**
 * A value on a line of its own below an option that promises a secret: an argument vector with an
 * argument on each line, as in {@code os/cmdline.txt}, a list of a container's arguments in YAML, a
 * JSON array that is printed over several lines.
 */
final class OptionAbove {
  private final Redaction redaction;
  private boolean pending;
  private String name = "";

  OptionAbove(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Whether the next line is such a value. */
  boolean pending() {
    return pending;
  }

  /** The next line without its secret. */
  String mask(String line) {
    int start = start(line);
    int end = end(line, start);
    boolean masks = pending && end > start;
    pending = Arguments.namesSecret(line, start, end);
    String value = line.substring(start, end);
    String nameAbove = name;
    name = value;
    return masks
        ? line.substring(0, start)
            + redaction.named(FloorRules.OPTION_VALUE, nameAbove, value)
            + line.substring(end)
        : line;
  }

  /** Behind blanks, the dash of a list and an opening quote. */
  private static int start(String line) {
    int i = Ascii.skipBlanks(line, 0);
    if (line.startsWith("- ", i)) {
      i = Ascii.skipBlanks(line, i + 1);
    }
    return i < line.length() && quote(line.charAt(i)) ? i + 1 : i;
  }

  private static int end(String line, int start) {
    int i = Math.max(start, Ascii.skipBlanksBack(line, line.length()));
    if (i > start && line.charAt(i - 1) == ',') {
      i--;
    }
    return i > start && quote(line.charAt(i - 1)) ? i - 1 : i;
  }

  private static boolean quote(char c) {
    return c == '"' || c == '\'';
  }
}
