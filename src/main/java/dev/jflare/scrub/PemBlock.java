package dev.jflare.scrub;

/**
 * From a {@code -----BEGIN x-----} to an {@code -----END y-----} with nothing but base64 and blanks
 * between (reference datadog-flare 3.8). The labels need not agree.
 */
final class PemBlock implements Finder {
  static final String BEGIN = "-----BEGIN ";
  static final String END = "-----END ";
  static final String DASHES = "-----";

  @Override
  public boolean find(String text, int from, Match match) {
    int line = from;
    while (true) {
      int begin = text.indexOf(BEGIN, line);
      if (begin < 0) {
        return false;
      }
      int eol = Ascii.lineEnd(text, begin);
      // greedy: the label reaches as far right as the rest still fits; the runs do not overlap
      int least = begin + BEGIN.length();
      for (int close = text.lastIndexOf(DASHES, eol - DASHES.length());
          close >= least;
          close = text.lastIndexOf(DASHES, close - 1)) {
        int end = blockEnd(text, close + DASHES.length());
        if (end >= 0) {
          return match.all(begin, end);
        }
      }
      line = eol;
    }
  }

  private static int blockEnd(String text, int body) {
    int end = body;
    while (end < text.length() && bodyCharacter(text.charAt(end))) {
      end++;
    }
    if (!text.startsWith(END, end)) {
      return -1;
    }
    int last = text.lastIndexOf(DASHES, Ascii.lineEnd(text, end) - DASHES.length());
    return last >= end + END.length() ? last + DASHES.length() : -1;
  }

  static boolean bodyCharacter(char c) {
    return Ascii.letter(c) || Ascii.digit(c) || c == '+' || c == '/' || c == '=' || Ascii.blank(c);
  }
}
