package dev.jflare.scrub;

/**
 * What happens to {@code ENC[name]}, the Datadog Agent's name for a secret that is kept elsewhere.
 */
enum Handles {
  /** Masked like anything else. */
  MASKED {
    @Override
    boolean keep(String text, Match match) {
      return false;
    }
  },
  /** A hit with a handle anywhere in it is left alone, as in the Datadog Agent's flare. */
  KEPT {
    @Override
    boolean keep(String text, Match match) {
      return handleIn(text, match.start, match.end);
    }
  },
  /** Left alone only when the value is a handle and nothing else, quotes and blanks aside. */
  KEPT_ALONE {
    @Override
    boolean keep(String text, Match match) {
      int start = match.secretStart;
      int end = match.end;
      while (start < end && frame(text.charAt(start))) {
        start++;
      }
      while (end > start && frame(text.charAt(end - 1))) {
        end--;
      }
      return isHandle(text, start, end);
    }
  };

  private static final String OPEN = "ENC[";

  abstract boolean keep(String text, Match match);

  private static boolean frame(char c) {
    return Ascii.blank(c) || c == '"' || c == '\'';
  }

  private static boolean handleIn(String text, int from, int to) {
    String hit = text.substring(from, to); // a search in the whole text would be quadratic
    for (int open = hit.indexOf(OPEN); open >= 0; open = hit.indexOf(OPEN, open + 1)) {
      int close = hit.indexOf(']', open);
      if (close < 0) {
        return false;
      }
      if (close > open + OPEN.length()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHandle(String text, int from, int to) {
    return text.startsWith(OPEN, from) && text.indexOf(']', from) == to - 1;
  }
}
