package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words that a name is made of, in lower case: {@code maxTokens}, {@code max-tokens}. */
final class Words {
  private Words() {}

  static List<String> of(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      boolean separator = i == name.length() || !letterOrDigit(name.charAt(i));
      boolean hump =
          !separator
              && i > start
              && upper(name.charAt(i))
              && (!upper(name.charAt(i - 1)) || startsWord(name, i));
      if (!separator && !hump) {
        continue;
      }
      if (i > start) {
        words.add(name.substring(start, i).toLowerCase(Locale.ROOT));
      }
      start = separator ? i + 1 : i;
    }
    return words;
  }

  /** Whether a capital that follows a capital begins a word: the S in {@code HTTPServer}. */
  private static boolean startsWord(String name, int i) {
    return i + 1 < name.length() && name.charAt(i + 1) >= 'a' && name.charAt(i + 1) <= 'z';
  }

  private static boolean upper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean letterOrDigit(char c) {
    return Ascii.letter(c) || Ascii.digit(c);
  }
}
