package dev.jflare.scrub;

/**
 * Finds runs of hexadecimal digits of some length. Looks at every so manieth byte: where that is no
 * digit, no run can have gone across it.
 */
final class HexRuns {
  private static final boolean[] HEX = new boolean[256];

  static {
    for (char c = 0; c < 256; c++) {
      HEX[c] = Ascii.hex(c);
    }
  }

  private final int length;

  /**
   * @param length of the shortest run that counts; more than any text has for none
   */
  HexRuns(int length) {
    this.length = length;
  }

  /** Where the first run starts, or -1. */
  int first(byte[] text, int from, int to) {
    int start = from;
    while (to - start >= length) {
      int last = start + length - 1;
      int i = last;
      while (i >= start && HEX[text[i] & 0xff]) {
        i--;
      }
      if (i < start) {
        return start;
      }
      start = i + 1;
    }
    return -1;
  }

  /** Behind the run that starts here. */
  int end(byte[] text, int start, int to) {
    int end = start;
    while (end < to && HEX[text[end] & 0xff]) {
      end++;
    }
    return end;
  }
}
