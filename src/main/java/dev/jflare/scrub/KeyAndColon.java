package dev.jflare.scrub;

import java.util.Locale;

/**
 * Whether {@code name:} without quotes is a key. It is prose as often as not ("invalid token: x"),
 * and {@code TokenException: x} is a class; the Datadog rules judge those.
 */
final class KeyAndColon {
  private KeyAndColon() {}

  /**
   * @param start where the name starts
   * @param colon where the colon is
   */
  static boolean isKey(String text, int start, String name, int colon) {
    if (colon + 1 >= text.length()) {
      return false;
    }
    if (!Ascii.blank(text.charAt(colon + 1))) {
      return glued(text, start, name, colon);
    }
    return joined(name) || (first(text, start) && word(name));
  }

  /**
   * Whether such a name can be a key at all, wherever it stands.
   *
   * @param blank whether a blank is behind the colon
   */
  static boolean mayBeKey(String name, boolean blank) {
    return word(name) ? blank || SecretNames.inText(last(name)) : blank && joined(name);
  }

  /** {@code X-Api-Key: x}, {@code db.token: x}, {@code accessToken: x}. */
  private static boolean joined(String name) {
    String last = last(name);
    boolean variable = !last.isEmpty() && !Character.isUpperCase(last.charAt(0));
    return name.indexOf('-') > 0
        || name.indexOf('_') > 0
        || (variable && !name.toLowerCase(Locale.ROOT).equals(name))
        || (variable && name.indexOf('.') > 0);
  }

  /** {@code token}, {@code TOKEN} and {@code Token}, but not {@code TokenFilter}. */
  private static boolean word(String name) {
    String last = last(name);
    return !last.isEmpty() && (!Character.isUpperCase(last.charAt(0)) || SecretNames.exactly(last));
  }

  /**
   * Nothing is before it on the line but what opens a list, a map or a quotation: {@code - token:
   * x}, <code>{secret: x</code>.
   */
  private static boolean first(String text, int start) {
    int i = start;
    while (i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) {
      i--;
    }
    if (i == 0) {
      return true;
    }
    char before = text.charAt(i - 1);
    if ("\n{[(,".indexOf(before) >= 0) {
      return true;
    }
    return (before == '-' || before == '"' || before == '\'') && (i == 1 || dashes(text, i - 1));
  }

  /** Whether only dashes and blanks are before. */
  private static boolean dashes(String text, int end) {
    for (int i = end; i > 0; i--) {
      char c = text.charAt(i - 1);
      if (c == '\n') {
        return true;
      }
      if (end - i > 64 || (c != ' ' && c != '\t' && c != '-')) {
        return false;
      }
    }
    return true;
  }

  /** {@code password:x}; a path, a method and the line of a source file are none. */
  private static boolean glued(String text, int start, String name, int colon) {
    char before = start == 0 ? ' ' : text.charAt(start - 1);
    char after = text.charAt(colon + 1);
    if ("/\\:$#@".indexOf(before) >= 0 || "/\\:".indexOf(after) >= 0) {
      return false;
    }
    String last = last(name);
    return word(name) && SecretNames.inText(last);
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
