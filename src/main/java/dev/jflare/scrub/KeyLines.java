package dev.jflare.scrub;

/**
 * Private keys that are no PEM: the private lines of a PuTTY key, whose number it tells itself, and
 * a key of SSH2 (RFC 4716) between its marks. Each line becomes a mask.
 */
final class KeyLines {
  static final String PUTTY = "Private-Lines: ";
  static final String SSH2 = "---- BEGIN SSH2 ";
  private static final String SSH2_END = "---- END SSH2 ";
  private static final int MOST_LINES = 1000;

  private final Redaction redaction;
  private int lines;
  private boolean untilEnd;

  KeyLines(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Whether the next line belongs to a key. */
  boolean pending() {
    return lines > 0;
  }

  /** The next line without its part of a key. */
  String mask(String line) {
    if (lines > 0) {
      lines--;
      if (!untilEnd) {
        return redaction.block();
      }
      boolean end = line.contains(SSH2_END);
      lines = end ? 0 : lines;
      return end ? line : redaction.block();
    }
    int putty = line.indexOf(PUTTY);
    if (putty >= 0) {
      begin(count(line, putty + PUTTY.length()), false);
    } else if (line.contains(SSH2) && line.contains("PRIVATE KEY") && !line.contains(SSH2_END)) {
      begin(MOST_LINES, true);
    }
    return line;
  }

  private void begin(int count, boolean toTheEnd) {
    lines = Math.min(MOST_LINES, count);
    untilEnd = toTheEnd;
    redaction.count(FloorRules.KEY_LINES, lines > 0 ? 1 : 0);
  }

  private static int count(String line, int from) {
    int count = 0;
    for (int i = from; i < line.length() && Ascii.digit(line.charAt(i)); i++) {
      count = Math.min(MOST_LINES, 10 * count + line.charAt(i) - '0');
    }
    return count;
  }
}
