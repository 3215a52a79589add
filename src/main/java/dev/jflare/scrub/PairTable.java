package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which words can stand around two bytes that follow each other. Of each word two bytes are in the
 * table, those that are rarest in logs; so a search looks at one place of it for each byte of a
 * text, whatever the number of words, and seldom finds anything there.
 */
final class PairTable {
  private static final HintWord[] NONE = {};

  /** What logs are made of, the most frequent first. */
  private static final String FREQUENT =
      " e0t1oa2nri3s-.4l5d:6c7u8p9m/hg,fb\"_=v[]ykTIACESOD()RNLPMx;w{}FGBHUVKWqjz";

  /** The number of a list of words for each two bytes; 0 for none. */
  private final short[] lists = new short[1 << 16];

  private final List<List<HintWord>> byList = new ArrayList<>();
  private final HintWord[][] words;

  /** Which bytes may follow the two of a list. */
  private final boolean[][] third;

  PairTable(Collection<HintWord> all) {
    byList.add(new ArrayList<>());
    for (HintWord word : all) {
      add(word);
    }
    this.words = byList.stream().map(list -> list.toArray(NONE)).toArray(HintWord[][]::new);
    this.third = new boolean[words.length][256];
    for (int list = 0; list < words.length; list++) {
      for (HintWord word : words[list]) {
        word.allowThird(third[list]);
      }
    }
  }

  private void add(HintWord word) {
    if (word.length() == 1) {
      for (int second = 0; second < 256; second++) {
        add(word, pair(word.at(0), (byte) second));
      }
      return;
    }
    // two that have a third behind them, if there are such
    int best = 0;
    for (int i = 1; i < word.length() - 2; i++) {
      best = cost(word, i) < cost(word, best) ? i : best;
    }
    word.lookFor(best);
    for (byte first : word.cases(best)) {
      for (byte second : word.cases(best + 1)) {
        add(word, pair(first, second));
      }
    }
  }

  private void add(HintWord word, int pair) {
    if (lists[pair] == 0) {
      lists[pair] = (short) byList.size();
      byList.add(new ArrayList<>());
    }
    byList.get(lists[pair] & 0xffff).add(word);
  }

  private static int pair(byte first, byte second) {
    return (first & 0xff) << 8 | (second & 0xff);
  }

  /** How often the pair and the byte behind it are to be expected, times what to compare then. */
  private double cost(HintWord word, int at) {
    int there = byList.get(lists[pair(word.at(at), word.at(at + 1))] & 0xffff).size();
    double third = at + 2 < word.length() ? frequency(word.at(at + 2)) : 1;
    return frequency(word.at(at)) * frequency(word.at(at + 1)) * third * (1 + there);
  }

  private static double frequency(byte b) {
    int rank = FREQUENT.indexOf((char) (b & 0xff));
    return 1.0 / (8 + (rank < 0 ? FREQUENT.length() : rank));
  }

  /** The first index at or behind another at which some word may stand, or the end. */
  int first(byte[] text, int from, int to) {
    short[] lookup = lists;
    int last = to - 2;
    int pair = from < to ? text[from] & 0xff : 0;
    for (int i = from; i < last; i++) {
      pair = (pair << 8 | (text[i + 1] & 0xff)) & 0xffff;
      if (lookup[pair] != 0 && third[lookup[pair] & 0xffff][text[i + 2] & 0xff]) {
        return i;
      }
    }
    for (int i = Math.max(from, last); i < to; i++) {
      if (at(text, i, to).length > 0) {
        return i;
      }
    }
    return to;
  }

  /** The words that may stand there; behind the end is a zero. */
  HintWord[] at(byte[] text, int index, int to) {
    return words[lists[pair(text[index], index + 1 < to ? text[index + 1] : 0)] & 0xffff];
  }
}
