package dev.jflare.scrub;

/**
 * {@code Bearer} and whatever follows, up to the last word end before a star or the end of the
 * text. By hand, because blanks and text overlap in the pattern, which is quadratic when it
 * backtracks.
 */
final class Bearer implements Finder {
  private static final String WORD = "Bearer";

  @Override
  public boolean find(String text, int from, Match match) {
    for (int at = text.indexOf(WORD, from); at >= 0; at = text.indexOf(WORD, at + 1)) {
      int blank = at + WORD.length();
      if ((at > 0 && Ascii.word(text.charAt(at - 1)))
          || blank >= text.length()
          || !Ascii.blank(text.charAt(blank))) {
        continue;
      }
      int star = text.indexOf('*', blank);
      int stop = star < 0 ? text.length() : star;
      int end = stop;
      while (end > blank + 1 && !Ascii.word(text.charAt(end - 1))) {
        end--;
      }
      if (end > blank + 1) {
        return match.framed(blank, end, Ascii.skipBlanks(text, blank), " ", "");
      }
      at = stop - 1; // no word up to there, hence no other hit either
    }
    return false;
  }
}
