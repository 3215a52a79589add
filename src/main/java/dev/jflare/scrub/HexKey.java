package dev.jflare.scrub;

/** A Datadog key as it looks: a word of exactly so many hexadecimal digits. */
final class HexKey implements Finder {
  private static final int KEPT = 4;

  private final int length;
  private final boolean quoted;
  private final boolean identifiersStay;

  private HexKey(int length, boolean quoted, boolean identifiersStay) {
    this.length = length;
    this.quoted = quoted;
    this.identifiersStay = identifiersStay;
  }

  /** Anywhere. */
  static HexKey bare(int length) {
    return new HexKey(length, false, false);
  }

  /**
   * Behind a dash, a colon, a comma or an opening bracket or brace, with optional blanks between;
   * the mask is put in quotes.
   */
  static HexKey quoted(int length) {
    return new HexKey(length, true, false);
  }

  /** The same, but {@link Identifiers} stay. */
  HexKey sparingIdentifiers() {
    return new HexKey(length, quoted, true);
  }

  @Override
  public boolean find(String text, int from, Match match) {
    int i = from;
    while (i < text.length()) {
      if (!Ascii.word(text.charAt(i)) || (i > 0 && Ascii.word(text.charAt(i - 1)))) {
        i++;
        continue;
      }
      int end = wordEnd(text, i);
      if (end - i == length
          && allHex(text, i, end)
          && (!quoted || hasLead(text, i, from))
          && !(identifiersStay && Identifiers.at(text, i, end))) {
        return hit(match, i, end);
      }
      i = end;
    }
    return false;
  }

  private boolean hit(Match match, int start, int end) {
    match.keeping(start, end, length - KEPT, KEPT);
    if (quoted) {
      match.before = "\"";
      match.after = "\"";
    }
    return true;
  }

  private static int wordEnd(String text, int start) {
    int end = start;
    while (end < text.length() && Ascii.word(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean allHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!Ascii.hex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasLead(String text, int start, int from) {
    int before = Ascii.skipBlanksBack(text, start) - 1;
    return before >= from && "-:,[{".indexOf(text.charAt(before)) >= 0;
  }
}
