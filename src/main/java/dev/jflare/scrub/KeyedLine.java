package dev.jflare.scrub;

import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * {@code key: value} as in YAML and HTTP headers: everything behind the colon goes. Written as a
 * scan over the colons because the patterns it stands for nest overlapping repetitions, which a
 * backtracking engine cannot run in linear time (reference datadog-flare 3.4).
 */
final class KeyedLine implements Finder {
  private static final int LONGEST_HARMLESS = 200;

  private final KeyTest test;

  private KeyedLine(KeyTest test) {
    this.test = test;
  }

  /** Decides by the text before a colon. */
  private interface KeyTest {
    /**
     * @param from where looking back ends
     * @param start where the run of letters, digits, underscores and dashes before the colon starts
     * @param end where it ends, blanks before the colon left out
     */
    boolean test(String text, int from, int start, int end);
  }

  /**
   * The text before the colon ends with one of the keys; nothing is asked of what is left of it.
   */
  static KeyedLine endingWith(String... keys) {
    return new KeyedLine(
        (text, from, start, end) ->
            Arrays.stream(keys).anyMatch(key -> endsWith(text, from, end, key)));
  }

  /** As {@link #endingWith}, for one key that has no word character to its left. */
  static KeyedLine wholeWord(String key) {
    return new KeyedLine(
        (text, from, start, end) ->
            endsWith(text, from, end, key)
                && (end == key.length() || !Ascii.word(text.charAt(end - key.length() - 1))));
  }

  /** The run before the colon has the prefix somewhere and, behind it, ends with the suffix. */
  static KeyedLine between(String prefix, String suffix) {
    return new KeyedLine(
        (text, from, start, end) -> {
          if (!endsWith(text, start, end, suffix)) {
            return false;
          }
          return text.substring(start, end - suffix.length()).contains(prefix);
        });
  }

  /** The run before the colon has one of the words somewhere. */
  static KeyedLine containing(String... words) {
    return new KeyedLine(
        (text, from, start, end) -> {
          String key = text.substring(start, end);
          return Arrays.stream(words).anyMatch(key::contains);
        });
  }

  /** The run before the colon ends with one of the suffixes and nothing but blanks is before it. */
  static KeyedLine atLineStart(String... suffixes) {
    return new KeyedLine(
        (text, from, start, end) ->
            Ascii.skipBlanks(text, 0) >= start
                && Arrays.stream(suffixes).anyMatch(suffix -> endsWith(text, start, end, suffix)));
  }

  /**
   * @param key tells by the run before the colon
   * @param harmless tells by that and a short value, blanks around it left out
   */
  static KeyedLine keyUnless(Predicate<String> key, BiPredicate<String, String> harmless) {
    return new KeyedLine(
        (text, from, start, end) -> {
          String run = text.substring(start, end);
          if (!key.test(run)) {
            return false;
          }
          int value = text.indexOf(':', end) + 1;
          int limit = Math.min(text.length(), value + LONGEST_HARMLESS);
          int newline = text.indexOf('\n', value);
          int stop = newline < 0 || newline > limit ? limit : newline;
          boolean whole = stop == text.length() || stop == newline;
          return !(whole && harmless.test(run, text.substring(value, stop).trim()));
        });
  }

  /** The text before the colon ends with something the pattern matches; see {@link KeyPatterns}. */
  static KeyedLine endingWith(KeyPatterns patterns) {
    return new KeyedLine((text, from, start, end) -> patterns.matchEnd(text, from, end));
  }

  private static boolean endsWith(String text, int from, int end, String suffix) {
    return end - suffix.length() >= from && text.startsWith(suffix, end - suffix.length());
  }

  @Override
  public boolean find(String text, int from, Match match) {
    for (int c = text.indexOf(':', from); c >= 0; c = text.indexOf(':', c + 1)) {
      if (c + 2 >= text.length()
          || !Ascii.blank(text.charAt(c + 1))
          || text.charAt(c + 2) == '\n') {
        continue;
      }
      int end = Ascii.skipBlanksBack(text, c);
      int start = end;
      while (start > from && keyCharacter(text.charAt(start - 1))) {
        start--;
      }
      if (end >= from && test.test(text, from, start, end)) {
        return match.framed(c + 1, Ascii.lineEnd(text, c + 2), c + 1, " \"", "\"");
      }
    }
    return false;
  }

  private static boolean keyCharacter(char c) {
    return Ascii.word(c) || c == '-';
  }
}
