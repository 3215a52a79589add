package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;

/**
 * Which hints can stand around two bytes that follow each other. Of each hint two bytes are in the
 * table, those that are rarest in logs; so a search looks at one place of it for each byte of a
 * text, whatever the number of hints, and seldom finds anything there.
 */
final class PairTable {
  private static final int PAIRS = 1 << 16;
  private static final Wake[] NONE = {};

  /** What logs are made of, the most frequent first. */
  private static final String FREQUENT =
      " e0t1oa2nri3s-.4l5d:6c7u8p9m/hg,fb\"_=v[]ykTIACESOD()RNLPMx;w{}FGBHUVKWqjz";

  /** The number of a list of hints for each two bytes; 0 for none. */
  private final short[] table = new short[PAIRS];

  private Wake[][] lists = {NONE};

  PairTable(List<Wake> wakes) {
    List<List<Wake>> byPair = new ArrayList<>();
    byPair.add(new ArrayList<>());
    for (Wake wake : wakes) {
      add(wake, byPair);
    }
    lists = byPair.stream().map(list -> list.toArray(NONE)).toArray(Wake[][]::new);
  }

  private void add(Wake wake, List<List<Wake>> byPair) {
    byte[] hint = wake.hint();
    if (hint.length == 1) {
      for (int second = 0; second < 256; second++) {
        add(wake, pair(hint[0], (byte) second), byPair);
      }
      return;
    }
    int best = 0;
    for (int i = 1; i < hint.length - 1; i++) {
      best = cost(hint, i, byPair) < cost(hint, best, byPair) ? i : best;
    }
    wake.lookedForAt(best);
    for (byte first : cases(hint[best], wake)) {
      for (byte second : cases(hint[best + 1], wake)) {
        add(wake, pair(first, second), byPair);
      }
    }
  }

  private void add(Wake wake, int pair, List<List<Wake>> byPair) {
    if (table[pair] == 0) {
      if (byPair.size() > Short.MAX_VALUE) {
        throw new IllegalArgumentException("too many hints: " + byPair.size());
      }
      table[pair] = (short) byPair.size();
      byPair.add(new ArrayList<>());
    }
    byPair.get(table[pair]).add(wake);
  }

  private static byte[] cases(byte b, Wake wake) {
    byte lower = Wake.lower(b);
    boolean both = wake.anyCase() && lower >= 'a' && lower <= 'z';
    return both ? new byte[] {lower, (byte) (lower - ('a' - 'A'))} : new byte[] {b};
  }

  private static int pair(byte first, byte second) {
    return (first & 0xff) << 8 | (second & 0xff);
  }

  /** How often the pair is to be expected, times what is there to compare then. */
  private double cost(byte[] hint, int at, List<List<Wake>> byPair) {
    int there = byPair.get(table[pair(hint[at], hint[at + 1])]).size();
    return frequency(hint[at]) * frequency(hint[at + 1]) * (1 + there);
  }

  private static double frequency(byte b) {
    int rank = FREQUENT.indexOf((char) (b & 0xff));
    return 1.0 / (8 + (rank < 0 ? FREQUENT.length() : rank));
  }

  /** The first index at or behind another at which some hint may stand, or the end. */
  int first(byte[] text, int from, int to) {
    if (from >= to) {
      return to;
    }
    short[] lookup = table;
    int pair = text[from] & 0xff;
    for (int i = from + 1; i < to; i++) {
      pair = (pair << 8 | (text[i] & 0xff)) & 0xffff;
      if (lookup[pair] != 0) {
        return i - 1;
      }
    }
    return lookup[pair << 8 & 0xffff] != 0 ? to - 1 : to;
  }

  /** The hints that may stand there. */
  Wake[] at(byte[] text, int index, int to) {
    return lists[table[pair(text[index], index + 1 < to ? text[index + 1] : 0)]];
  }
}
