package dev.jflare.scrub;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Finds any of many byte strings in one walk over the bytes, whatever they are (Aho and Corasick,
 * Communications of the ACM 18/6, 1975), as a table with one step for each byte. Immutable.
 */
final class ByteMachine {
  /** At most this many states: with 80 different bytes the table has 13 MB then. */
  static final int MOST_STATES = 40_000;

  private final char[] classes = new char[256];
  private final int width;
  private int[] next;
  private int[] depth = new int[64];
  private int[] found = new int[64];
  private int[] owner = new int[64];
  private int states = 1;

  /**
   * @param patterns none empty
   * @param owners the number that each pattern is reported by
   */
  ByteMachine(List<byte[]> patterns, List<Integer> owners) {
    int kinds = 1;
    for (byte[] pattern : patterns) {
      for (byte b : pattern) {
        if (classes[b & 0xff] == 0) {
          classes[b & 0xff] = (char) kinds++;
        }
      }
    }
    width = kinds;
    next = new int[64 * width];
    for (int i = 0; i < patterns.size(); i++) {
      insert(patterns.get(i), owners.get(i));
    }
    link();
  }

  /** How many states all these patterns may need together, where they have the same beginnings. */
  static int states(List<byte[]> patterns) {
    int sum = 0;
    for (int i = 0; i < patterns.size(); i++) {
      int shared = 0;
      for (int earlier = 0; earlier < i; earlier++) {
        shared = Math.max(shared, sharedBeginning(patterns.get(i), patterns.get(earlier)));
      }
      sum += patterns.get(i).length - shared;
    }
    return sum;
  }

  private static int sharedBeginning(byte[] one, byte[] other) {
    int at = 0;
    while (at < one.length && at < other.length && one[at] == other[at]) {
      at++;
    }
    return at;
  }

  private void insert(byte[] pattern, int number) {
    int state = 0;
    for (byte b : pattern) {
      int at = state * width + classes[b & 0xff];
      if (next[at] == 0) {
        grow();
        depth[states] = depth[state] + 1;
        next[at] = states++;
      }
      state = next[at];
    }
    if (found[state] == 0) {
      found[state] = pattern.length;
      owner[state] = number;
    }
  }

  private void grow() {
    if (states == depth.length) {
      depth = Arrays.copyOf(depth, states * 2);
      found = Arrays.copyOf(found, states * 2);
      owner = Arrays.copyOf(owner, states * 2);
      next = Arrays.copyOf(next, states * 2 * width);
    }
  }

  /**
   * Breadth first: where a pattern breaks off, the walk goes on with the longest one still open.
   */
  private void link() {
    int[] fallback = new int[states];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int c = 0; c < width; c++) {
      if (next[c] != 0) {
        queue.add(next[c]);
      }
    }
    while (!queue.isEmpty()) {
      int state = queue.remove();
      int other = fallback[state];
      if (found[state] == 0) {
        found[state] = found[other];
        owner[state] = owner[other];
      }
      for (int c = 0; c < width; c++) {
        int below = next[state * width + c];
        if (below == 0) {
          next[state * width + c] = next[other * width + c];
        } else {
          fallback[below] = next[other * width + c];
          queue.add(below);
        }
      }
    }
    // from now on a state is the index of its row, as its complement when a pattern ends there
    for (int i = 0; i < states * width; i++) {
      int state = next[i];
      next[i] = found[state] == 0 ? state * width : ~(state * width);
    }
  }

  /**
   * Walks on from a state until a pattern ends or the bytes do.
   *
   * @param walk holds the state and, afterwards, where the walk stands
   * @return whether a pattern ends just before {@link Walk#at}
   */
  boolean step(byte[] bytes, int to, Walk walk) {
    int[] table = next;
    char[] kinds = classes;
    int state = walk.row;
    for (int i = walk.at; i < to; i++) {
      state = table[state + kinds[bytes[i] & 0xff]];
      if (state < 0) {
        walk.row = ~state;
        walk.at = i + 1;
        return true;
      }
    }
    walk.row = state;
    walk.at = to;
    return false;
  }

  /** Where a search stands. */
  final class Walk {
    private int row;
    int at;

    /** How many of the last bytes may be the beginning of a pattern. */
    int open() {
      return depth[row / width];
    }

    /** The length of the longest pattern that ends here. */
    int length() {
      return found[row / width];
    }

    int owner() {
      return owner[row / width];
    }
  }
}
