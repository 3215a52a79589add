package dev.jflare.scrub;

import java.util.Locale;

/**
 * {@code name=value} and {@code "name": value} where the name promises a secret: {@code
 * -Ddb.token=x}, {@code --token=x}, {@code TOKEN=x}, JSON in a log line. Behind {@code -D} the
 * value reaches to the next blank, elsewhere a separator ends it too.
 */
final class NamedValue implements Finder {
  private static final String PROPERTY = "-D";

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
    while (end > from && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == '\t')) {
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
    boolean plainColon = text.charAt(separator) == ':' && unquoted == end;
    boolean blank = separator + 1 < text.length() && Ascii.blank(text.charAt(separator + 1));
    return (!plainColon || (blank && header(name)))
        && secret(name)
        && value(text, separator + 1, name.startsWith(PROPERTY), match);
  }

  /**
   * {@code key: value} without quotes is prose as often as not ("invalid token: x"), and {@code
   * TokenException: x} is a class; the Datadog rules judge those. {@code X-Api-Key: x}, {@code
   * db.token: x} and {@code accessToken: x} are neither.
   */
  static boolean header(String name) {
    boolean joined = name.indexOf('-') > 0 || name.indexOf('_') > 0;
    String last = name.substring(name.lastIndexOf('.') + 1);
    boolean variable = !last.isEmpty() && !Character.isUpperCase(last.charAt(0));
    return joined
        || (variable && !name.toLowerCase(Locale.ROOT).equals(name))
        || (variable && name.indexOf('.') > 0);
  }

  /** Whether a name promises a secret; that of a property begins with its {@code -D}. */
  static boolean secret(String name) {
    return name.startsWith(PROPERTY)
        ? SecretNames.inProperty(name.substring(PROPERTY.length()))
        : SecretNames.inText(name);
  }

  private static boolean value(String text, int from, boolean property, Match match) {
    int start = from;
    while (start < text.length() && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
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
            : bareEnd(text, opened, property);
    if (end <= opened || harmless(text, opened, end)) {
      return false;
    }
    return match.all(opened, end);
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

  private static int bareEnd(String text, int from, boolean property) {
    if (from < text.length() && (text.charAt(from) == '[' || text.charAt(from) == '{')) {
      int close = text.indexOf(text.charAt(from) == '[' ? ']' : '}', from);
      return close < 0 ? text.length() : close + 1;
    }
    int end = from;
    if (text.startsWith("ENC[", from)) {
      end = from + "ENC[".length(); // its bracket is part of it
      while (end < text.length() && Ascii.word(text.charAt(end))) {
        end++;
      }
      end += end < text.length() && text.charAt(end) == ']' ? 1 : 0;
    }
    while (end < text.length() && !stops(text.charAt(end), property)) {
      end++;
    }
    return end;
  }

  private static boolean stops(char c, boolean property) {
    if (Ascii.blank(c) || c == '"' || c == '\'') {
      return true;
    }
    return !property && (c == '&' || c == ';' || c == ',' || c == ')' || c == '}' || c == ']');
  }

  /** Comparisons and values that say nothing. */
  private static boolean harmless(String text, int start, int end) {
    if (text.charAt(start) == '=') {
      return true;
    }
    String value = text.substring(start, Math.min(end, start + 6));
    return value.equals("null") || value.equals("true") || value.equals("false");
  }

  private static boolean quote(char c) {
    return c == '"' || c == '\'' || c == '\\';
  }

  private static boolean nameCharacter(char c) {
    return Ascii.word(c) || c == '-' || c == '.';
  }
}
