package dev.jflare.scrub;

import java.util.Arrays;

/** A set of rules, by their places in a {@link RuleSet}. */
final class RuleBits {
  private final long[] words;

  /**
   * @param size how many rules there are
   */
  RuleBits(int size) {
    this.words = new long[(size + 63) >> 6];
  }

  void set(int rule) {
    words[rule >> 6] |= 1L << rule;
  }

  boolean has(int rule) {
    return (words[rule >> 6] >>> rule & 1) != 0;
  }

  void or(RuleBits other) {
    for (int i = 0; i < words.length; i++) {
      words[i] |= other.words[i];
    }
  }

  void clear() {
    Arrays.fill(words, 0);
  }

  boolean isEmpty() {
    return next(0) < 0;
  }

  /** The first rule of the set at or behind a place, or -1. */
  int next(int from) {
    int i = from >> 6;
    if (i >= words.length) {
      return -1;
    }
    long word = words[i] & -1L << from;
    while (word == 0) {
      i++;
      if (i == words.length) {
        return -1;
      }
      word = words[i];
    }
    return (i << 6) + Long.numberOfTrailingZeros(word);
  }
}
