package dev.jflare.scrub;

/**
 * Where a value without quotes ends. A comma, an ampersand or a bracket may be part of a password,
 * so one ends the value only where something else seems to begin behind it.
 */
final class BareValue {
  private static final String HANDLE = "ENC[";
  private static final int LONGEST_NAME = 64;

  private BareValue() {}

  /**
   * @param argument whether it is an argument, which goes on to the next blank
   */
  static int end(String text, int from, boolean argument) {
    if (from < text.length() && (text.charAt(from) == '[' || text.charAt(from) == '{')) {
      int close = text.indexOf(text.charAt(from) == '[' ? ']' : '}', from);
      return close < 0 ? text.length() : close + 1;
    }
    int end = from;
    if (text.startsWith(HANDLE, from)) {
      end = from + HANDLE.length(); // its bracket is part of it
      while (end < text.length() && Ascii.word(text.charAt(end))) {
        end++;
      }
      end += end < text.length() && text.charAt(end) == ']' ? 1 : 0;
    }
    while (end < text.length() && !stops(text, end, argument)) {
      end++;
    }
    return end;
  }

  private static boolean stops(String text, int i, boolean argument) {
    char c = text.charAt(i);
    if (Ascii.blank(c) || c == '"' || c == '\'') {
      return true;
    }
    if (argument) {
      return false;
    }
    switch (c) {
      case ',':
      case ';':
      case '&':
        return i + 1 == text.length() || !partOf(text.charAt(i + 1)) || name(text, i + 1);
      case ')':
      case '}':
      case ']':
        return i + 1 == text.length() || !partOf(text.charAt(i + 1));
      default:
        return false;
    }
  }

  /** Whether a value goes on with this character. */
  private static boolean partOf(char c) {
    return !Ascii.blank(c) && "\"'\\,;&)}]({[<>.".indexOf(c) < 0;
  }

  /** Whether {@code name=} or {@code name:} is here. */
  private static boolean name(String text, int from) {
    int i = from;
    while (i < text.length()
        && i - from < LONGEST_NAME
        && (Ascii.word(text.charAt(i)) || "-.".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i > from && i < text.length() && (text.charAt(i) == '=' || text.charAt(i) == ':');
  }
}
