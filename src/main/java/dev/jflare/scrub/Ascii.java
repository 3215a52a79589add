package dev.jflare.scrub;

/**
 * The character classes of the rules. They are Go's, therefore ASCII only: no Unicode blanks or
 * letters, and the vertical tab is not a blank.
 */
final class Ascii {
  /** What a masked value becomes where no trace of it may stay. */
  static final String MASK = "********";

  private Ascii() {}

  static boolean blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean word(char c) {
    return letter(c) || digit(c) || c == '_';
  }

  static boolean hex(char c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** The first index at or behind {@code from} that is no blank. */
  static int skipBlanks(String text, int from) {
    int i = from;
    while (i < text.length() && blank(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** The index behind the last non-blank before {@code end}. */
  static int skipBlanksBack(String text, int end) {
    int i = end;
    while (i > 0 && blank(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** The index of the next newline, or the end of the text. */
  static int lineEnd(String text, int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }

  static String stars(int count) {
    StringBuilder out = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      out.append('*');
    }
    return out.toString();
  }
}
