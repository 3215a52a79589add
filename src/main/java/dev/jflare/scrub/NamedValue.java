package dev.jflare.scrub;

/**
 * {@code name=value} and {@code "name": value} where the name promises a secret: {@code
 * -Ddb.token=x}, {@code --token=x}, {@code TOKEN=x}, {@code - token: x}, {@code password:x}, JSON
 * in a log line. Behind {@code -D} the value reaches to the next blank, elsewhere a separator ends
 * it too.
 */
final class NamedValue implements Finder {
  private static final String PROPERTY = "-D";
  private static final int LONGEST_HARMLESS = 16;

  @Override
  public boolean find(String text, int from, Match match) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == '=' || c == ':') && findAt(text, from, i, match)) {
        return true;
      }
    }
    return false;
  }

  private static boolean findAt(String text, int from, int separator, Match match) {
    int end = separator;
    while (end > from && blank(text.charAt(end - 1))) {
      end--;
    }
    int unquoted = end;
    while (unquoted > from && quote(text.charAt(unquoted - 1))) {
      unquoted--;
    }
    int start = unquoted;
    while (start > from && nameCharacter(text.charAt(start - 1))) {
      start--;
    }
    String name = text.substring(start, unquoted);
    boolean colon = text.charAt(separator) == ':' && unquoted == end;
    return secret(name)
        && (!colon || KeyAndColon.isKey(text, start, name, separator))
        && value(text, name, separator + 1, match);
  }

  /** Whether a name in these surroundings may have a secret behind it. */
  static boolean mayBe(String name, boolean plainColon, boolean blank) {
    return secret(name) && (!plainColon || KeyAndColon.mayBeKey(name, blank));
  }

  /** Whether a name promises a secret; that of a property begins with its {@code -D}. */
  private static boolean secret(String name) {
    return name.startsWith(PROPERTY)
        ? SecretNames.inProperty(name.substring(PROPERTY.length()))
        : SecretNames.inText(name);
  }

  private static boolean value(String text, String name, int from, Match match) {
    boolean property = name.startsWith(PROPERTY);
    int start = from;
    while (start < text.length() && blank(text.charAt(start))) {
      start++;
    }
    if (property && start > from) {
      return false; // an empty property; what follows is the next argument
    }
    int opened = start;
    while (opened < text.length() && quote(text.charAt(opened))) {
      opened++;
    }
    int end =
        opened > start && text.charAt(opened - 1) != '\\'
            ? quotedEnd(text, opened, text.charAt(opened - 1), opened - 1 > start)
            : BareValue.end(text, opened, property);
    if (end <= opened || harmless(text, name, opened, end)) {
      return false;
    }
    match.all(opened, end);
    match.kind = SecretNames.kind(name);
    return true;
  }

  /**
   * @param nested whether the opening quote was escaped, so that the closing one is too
   */
  private static int quotedEnd(String text, int from, char quote, boolean nested) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == quote) {
        return i;
      }
      if (c == '\\' && nested && i + 1 < text.length() && text.charAt(i + 1) == quote) {
        return i;
      }
      if (c == '\\' && !nested) {
        i++;
      }
    }
    return text.length();
  }

  /** Comparisons and values that say nothing. */
  private static boolean harmless(String text, String name, int start, int end) {
    if (text.charAt(start) == '=') {
      return true;
    }
    if (end - start > LONGEST_HARMLESS) {
      return false;
    }
    String value = text.substring(start, end);
    return value.equals("null")
        || value.equals("true")
        || value.equals("false")
        || SecretNames.measure(name, value);
  }

  private static boolean blank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean quote(char c) {
    return c == '"' || c == '\'' || c == '\\';
  }

  private static boolean nameCharacter(char c) {
    return Ascii.word(c) || c == '-' || c == '.';
  }
}
