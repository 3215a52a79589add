package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds many words in one pass, in upper or lower case (Aho and Corasick, 1975). A table with a row
 * for each state; letters share a column with their capitals, and bytes that no word has share one.
 */
final class Automaton {
  private final byte[] columns = new byte[256];
  private final int width;

  /** Where each state and byte leads; states are offsets into this table. */
  private final int[] next;

  /** States from here on are those in which words end. */
  private final int finals;

  /** The words that end in a state, by the number of the state less that of the first such. */
  private final int[][] ends;

  private final int[] lengths;

  /**
   * @param words none empty, none twice when capitals do not count
   */
  Automaton(List<byte[]> words) {
    this.lengths = words.stream().mapToInt(word -> word.length).toArray();
    this.width = assignColumns(words);
    Trie trie = new Trie(words);
    int[] order = trie.finalsLast();
    int states = trie.edges.size();
    this.next = new int[states * width];
    this.finals = (states - trie.finalStates) * width;
    this.ends = new int[trie.finalStates][];
    for (int state = 0; state < states; state++) {
      int row = order[state] * width;
      for (int c = 0; c < width; c++) {
        next[row + c] = order[trie.edges.get(state)[c]] * width;
      }
      if (row >= finals) {
        ends[(row - finals) / width] = trie.ends.get(state);
      }
    }
  }

  private int assignColumns(List<byte[]> words) {
    int count = 1;
    for (byte[] word : words) {
      for (byte b : word) {
        int lower = lower(b) & 0xff;
        if (columns[lower] == 0) {
          columns[lower] = (byte) count;
          count++;
        }
      }
    }
    for (int upper = 'A'; upper <= 'Z'; upper++) {
      columns[upper] = columns[lower((byte) upper)];
    }
    return count;
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  /** How long a word is. */
  int length(int word) {
    return lengths[word];
  }

  /** A way through one text. */
  final class Walk {
    private final byte[] text;
    private int state;

    /** Behind the last byte seen. */
    int position;

    Walk(byte[] text, int from) {
      this.text = text;
      this.position = from;
    }

    /** Goes to the next place where words end and returns them; null when there is none. */
    @Nullable
    int[] ends(int to) {
      int[] table = next;
      byte[] column = columns;
      byte[] bytes = text;
      int limit = finals;
      int at = state;
      for (int i = position; i < to; i++) {
        at = table[at + column[bytes[i] & 0xff]];
        if (at >= limit) {
          state = at;
          position = i + 1;
          return ends[(at - limit) / width];
        }
      }
      state = at;
      position = to;
      return null;
    }
  }

  /** The states while they are made. */
  private final class Trie {
    final List<int[]> edges = new ArrayList<>();
    final List<int[]> ends = new ArrayList<>();
    int finalStates;

    Trie(List<byte[]> words) {
      add();
      for (int w = 0; w < words.size(); w++) {
        int state = 0;
        for (byte b : words.get(w)) {
          int column = columns[b & 0xff];
          if (edges.get(state)[column] == 0) {
            edges.get(state)[column] = add();
          }
          state = edges.get(state)[column];
        }
        ends.set(state, plus(ends.get(state), w));
      }
      link();
    }

    private int add() {
      edges.add(new int[width]);
      ends.add(new int[0]);
      return edges.size() - 1;
    }

    /** A missing edge leads where the longest suffix would lead; breadth first. */
    private void link() {
      int[] suffix = new int[edges.size()];
      int[] queue = new int[edges.size()];
      int count = 1;
      for (int q = 0; q < count; q++) {
        int state = queue[q];
        ends.set(state, plus(ends.get(state), ends.get(suffix[state])));
        finalStates += ends.get(state).length > 0 ? 1 : 0;
        for (int c = 1; c < width; c++) {
          int fallback = state == 0 ? 0 : edges.get(suffix[state])[c];
          int target = edges.get(state)[c];
          if (target == 0) {
            edges.get(state)[c] = fallback;
          } else {
            suffix[target] = fallback;
            queue[count] = target;
            count++;
          }
        }
      }
    }

    private int[] plus(int[] some, int... more) {
      int[] out = Arrays.copyOf(some, some.length + more.length);
      System.arraycopy(more, 0, out, some.length, more.length);
      return out;
    }

    /** The number of each state when those in which words end come last. */
    int[] finalsLast() {
      int[] order = new int[edges.size()];
      int plain = 0;
      int last = edges.size() - finalStates;
      for (int state = 0; state < order.length; state++) {
        order[state] = ends.get(state).length == 0 ? plain++ : last++;
      }
      return order;
    }
  }
}
