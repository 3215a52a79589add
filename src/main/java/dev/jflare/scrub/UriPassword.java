package dev.jflare.scrub;

/**
 * {@code user:password@} with or without a scheme. The last {@code @} of a run without blanks, bars
 * and double quotes ends the password. By hand, because the pattern is quadratic in a backtracking
 * engine on long lines without blanks (reference datadog-flare 3.4).
 *
 * <p>A candidate starts either with a scheme and its {@code ://}, or at any word boundary; the
 * first colon behind the start is the one that counts. So colons are visited in order, and the
 * segment before each says which of the two it can be.
 */
final class UriPassword implements Finder {
  @Override
  public boolean find(String text, int from, Match match) {
    if (text.indexOf('@', from) < 0) {
      return false;
    }
    Runs runs = new Runs(text);
    int segment = from;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Ascii.blank(c)) {
        segment = i + 1;
      } else if (c == ':') {
        if (findAt(text, segment, i, runs, match)) {
          return true;
        }
        segment = i + 1;
      }
    }
    return false;
  }

  private static boolean findAt(String text, int segment, int colon, Runs runs, Match match) {
    int word = firstWord(text, segment, colon);
    if (word < 0) {
      return false;
    }
    int plain = runs.lastAt(colon + 1);
    int scheme = schemeStart(text, segment, colon);
    if (scheme >= 0 && (plain < 0 || scheme <= word)) {
      int second = userEnd(text, colon + 3);
      int at = second < 0 ? -1 : runs.lastAt(second + 1);
      if (at >= 0) {
        return match.all(second + 1, at);
      }
    }
    return plain >= 0 && match.all(colon + 1, plain);
  }

  private static int firstWord(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (Ascii.word(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Where a scheme that ends at this colon starts at the earliest, or -1. */
  private static int schemeStart(String text, int segment, int colon) {
    if (!text.startsWith("://", colon)) {
      return -1;
    }
    int first = -1;
    for (int i = colon - 1; i >= segment && schemeCharacter(text.charAt(i)); i--) {
      if (Ascii.letter(text.charAt(i)) && i < colon - 1) {
        first = i;
      }
    }
    return first;
  }

  private static boolean schemeCharacter(char c) {
    return Ascii.letter(c) || Ascii.digit(c) || (c >= '+' && c <= '.');
  }

  /** The colon that ends a user name of at least one character, or -1. */
  private static int userEnd(String text, int start) {
    for (int i = start; i < text.length() && !Ascii.blank(text.charAt(i)); i++) {
      if (text.charAt(i) == ':') {
        return i > start ? i : -1;
      }
    }
    return -1;
  }

  /** Remembers the last {@code @} of the run it looked at, so that no run is scanned twice. */
  private static final class Runs {
    private final String text;
    private int runEnd = -1;
    private int lastAt = -1;

    Runs(String text) {
      this.text = text;
    }

    /** The last {@code @} of the run that starts here, with something before it, or -1. */
    int lastAt(int start) {
      if (start > runEnd) {
        runEnd = start;
        lastAt = -1;
        while (runEnd < text.length() && inRun(text.charAt(runEnd))) {
          if (text.charAt(runEnd) == '@') {
            lastAt = runEnd;
          }
          runEnd++;
        }
      }
      return lastAt > start ? lastAt : -1;
    }

    private static boolean inRun(char c) {
      return !Ascii.blank(c) && c != '|' && c != '"';
    }
  }
}
