package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;

/**
 * A tag, or an attribute that begins the line, with a word behind it that a secret's name has: what
 * {@link XmlSecrets} looks at.
 */
final class Markup implements Near {
  /** So far it looks for such a word; what goes on is let through. */
  private static final int FAR = 1024;

  private final PairTable names;

  Markup(String... words) {
    List<HintWord> all = new ArrayList<>();
    for (String word : words) {
      all.add(new HintWord(word, true));
    }
    this.names = new PairTable(all);
  }

  @Override
  public boolean mayHit(byte[] text, int from, int start, int end, int to) {
    boolean opens = text[start] == '<' ? opensTag(text, end, to) : beginsLine(text, from, start);
    if (!opens) {
      return false;
    }
    int limit = Math.min(to, end + FAR);
    int stop = end;
    while (stop < limit && text[stop] != '\n') {
      stop++;
    }
    return stop - end >= FAR || named(text, from, end, stop);
  }

  private boolean named(byte[] text, int from, int start, int end) {
    for (int i = names.first(text, start, end); i < end; i = names.first(text, i + 1, end)) {
      for (HintWord word : names.at(text, i, end)) {
        if (word.start(text, from, i, end) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean opensTag(byte[] text, int end, int to) {
    return end < to && (Ascii.word((char) text[end]) || text[end] == '/' || text[end] == '!');
  }

  /** Only a name and blanks before the equals sign. */
  private static boolean beginsLine(byte[] text, int from, int equals) {
    int limit = Math.max(from, equals - FAR);
    int i = equals;
    while (i > limit && text[i - 1] != '\n') {
      char c = (char) (text[i - 1] & 0xff);
      if (!Ascii.word(c) && !Ascii.blank(c) && "-.:".indexOf(c) < 0) {
        return false;
      }
      i--;
    }
    return true;
  }
}
