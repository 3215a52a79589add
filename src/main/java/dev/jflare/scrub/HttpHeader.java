package dev.jflare.scrub;

import java.util.Locale;

/**
 * The value of an HTTP header that carries credentials, of whatever scheme: {@code Authorization:
 * Basic x}, {@code authorization=[Bearer x]}, {@code "Cookie":"a=b"}. In quotes or brackets up to
 * their end, otherwise to the end of the line, or of the word behind the scheme where an equals
 * sign says that this is no header line.
 */
final class HttpHeader implements Finder {
  private static final String[] NAMES = {"authorization", "set-cookie", "cookie", "set-cookie2"};
  private static final int LONGEST_SCHEME = 24;

  @Override
  public boolean find(String text, int from, Match match) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'a' || c == 'A' || c == 'c' || c == 'C' || c == 's' || c == 'S') {
        for (String name : NAMES) {
          if (text.regionMatches(true, i, name, 0, name.length())
              && value(text, i, i + name.length(), match)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean value(String text, int nameStart, int nameEnd, Match match) {
    if (nameStart > 0 && Ascii.word(text.charAt(nameStart - 1))) {
      return false;
    }
    int i = skip(text, nameEnd, "\"'\\ \t");
    if (i >= text.length() || (text.charAt(i) != ':' && text.charAt(i) != '=')) {
      return false;
    }
    boolean line = text.charAt(i) == ':';
    int start = skip(text, i + 1, " \t>\\");
    if (start >= text.length()) {
      return false;
    }
    char open = text.charAt(start);
    if (open == '[' || open == '"' || open == '\'') {
      int inner = skip(text, start, "[\"'\\");
      return hit(match, text, inner, closing(text, inner, open));
    }
    return hit(match, text, start, line ? lineEnd(text, start) : wordsEnd(text, start));
  }

  private static boolean hit(Match match, String text, int start, int end) {
    int stop = end;
    while (stop > start && (Ascii.blank(text.charAt(stop - 1)) || text.charAt(stop - 1) == '\\')) {
      stop--;
    }
    if (stop <= start) {
      return false;
    }
    match.all(start, stop);
    match.kind =
        text.substring(start, Math.min(stop, start + 7)).toLowerCase(Locale.ROOT).equals("bearer ")
            ? SecretKind.TOKEN
            : null;
    return true;
  }

  private static int skip(String text, int from, String characters) {
    int i = from;
    while (i < text.length() && characters.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static int closing(String text, int from, char open) {
    char close = open == '[' ? ']' : open;
    int end = from;
    while (end < text.length()
        && text.charAt(end) != close
        && text.charAt(end) != '\n'
        && !(close == ']' && text.charAt(end) == '"')) {
      end++;
    }
    return end;
  }

  /** A quote ends it too: {@code -H 'Authorization: x'}. */
  private static int lineEnd(String text, int from) {
    int end = from;
    while (end < text.length() && "\n'\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** A word, and the word behind it when the first one is a scheme. */
  private static int wordsEnd(String text, int from) {
    int scheme = from;
    while (scheme < text.length()
        && scheme - from < LONGEST_SCHEME
        && (Ascii.letter(text.charAt(scheme)) || text.charAt(scheme) == '-')) {
      scheme++;
    }
    boolean two = scheme > from && text.startsWith(" ", scheme);
    return BareValue.end(text, two ? scheme + 1 : from, false);
  }
}
