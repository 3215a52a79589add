package dev.jflare.scrub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Says in one pass over a text which rules can hit it: all hints of all rules in one automaton (Aho
 * and Corasick, 1975). Most lines of a log hit none, so this pass is what scrubbing costs.
 */
final class Hints {
  /** A rule's bit; there are at most this many rules in a set. */
  static final int MOST_RULES = 64;

  private static final int HEX_RUN = 32;

  private final byte[] classes = new byte[256];
  private final boolean[] hex = new boolean[256];
  private final int[] next;
  private final long[] found;
  private final int width;
  private final long always;
  private final long hexRules;

  Hints(List<Rule> rules) {
    if (rules.size() > MOST_RULES) {
      throw new IllegalArgumentException(
          "too many rules: " + rules.size() + ", at most " + MOST_RULES);
    }
    List<byte[]> words = new ArrayList<>();
    List<Long> bits = new ArrayList<>();
    long all = 0;
    long hexBits = 0;
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.hexRun > 0) {
        hexBits |= 1L << i;
      } else if (rule.hints.isEmpty()) {
        all |= 1L << i;
      }
      for (String hint : rule.hints) {
        if (rule.anyCaseHints) {
          addAllCases(hint, 1L << i, words, bits);
        } else {
          words.add(bytes(hint));
          bits.add(1L << i);
        }
      }
    }
    this.always = all;
    this.hexRules = hexBits;
    for (char c = 0; c < 256; c++) {
      hex[c] = Ascii.hex(c);
    }
    this.width = assignClasses(words);
    int states = 1 + words.stream().mapToInt(word -> word.length).sum();
    this.next = new int[states * width];
    this.found = new long[states];
    link(build(words, bits));
  }

  private static byte[] bytes(String word) {
    byte[] out = new byte[word.length()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) word.charAt(i);
    }
    return out;
  }

  private static void addAllCases(String hint, long bit, List<byte[]> words, List<Long> bits) {
    String lower = hint.toLowerCase(Locale.ROOT);
    for (int upper = 0; upper < 1 << lower.length(); upper++) {
      byte[] word = bytes(lower);
      for (int i = 0; i < word.length; i++) {
        if ((upper >> i & 1) == 1) {
          word[i] = (byte) Character.toUpperCase(lower.charAt(i));
        }
      }
      words.add(word);
      bits.add(bit);
    }
  }

  /** Bytes that no hint has share class 0. */
  private int assignClasses(List<byte[]> words) {
    int count = 1;
    for (byte[] word : words) {
      for (byte b : word) {
        if (classes[b & 0xff] == 0) {
          classes[b & 0xff] = (byte) count;
          count++;
        }
      }
    }
    if (count > 127) {
      throw new IllegalArgumentException("too many different characters in hints: " + count);
    }
    return count;
  }

  /** The trie; returns the number of its states. */
  private int build(List<byte[]> words, List<Long> bits) {
    int states = 1;
    for (int w = 0; w < words.size(); w++) {
      int state = 0;
      for (byte b : words.get(w)) {
        int edge = state * width + classes[b & 0xff];
        if (next[edge] == 0) {
          next[edge] = states;
          states++;
        }
        state = next[edge];
      }
      found[state] |= bits.get(w);
    }
    return states;
  }

  /** Turns the trie into an automaton: a missing edge leads where the longest suffix would lead. */
  private void link(int states) {
    int[] suffix = new int[states];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(0);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      found[state] |= found[suffix[state]];
      for (int c = 1; c < width; c++) {
        int fallback = state == 0 ? 0 : next[suffix[state] * width + c];
        int edge = state * width + c;
        if (next[edge] == 0) {
          next[edge] = fallback;
        } else {
          suffix[next[edge]] = fallback;
          queue.add(next[edge]);
        }
      }
    }
    // states as offsets into the table save a multiplication for each byte
    for (int i = 0; i < states * width; i++) {
      next[i] *= width;
    }
    Arrays.fill(next, states * width, next.length, 0);
  }

  /** The bits of the rules that can hit these bytes. */
  long in(byte[] text, int from, int to) {
    long bits = always;
    int state = 0;
    int run = 0;
    for (int i = from; i < to; i++) {
      int b = text[i] & 0xff;
      int c = classes[b];
      state = c == 0 ? 0 : next[state + c];
      if (state != 0) {
        bits |= found[state / width];
      }
      run = hex[b] ? run + 1 : 0;
      if (run == HEX_RUN) {
        bits |= hexRules;
      }
    }
    return bits;
  }

  /** The bits of the rules that can hit this text. */
  long in(String text) {
    long bits = always;
    int state = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char ch = text.charAt(i);
      int c = ch < 256 ? classes[ch] : 0;
      state = c == 0 ? 0 : next[state + c];
      if (state != 0) {
        bits |= found[state / width];
      }
      run = ch < 256 && hex[ch] ? run + 1 : 0;
      if (run == HEX_RUN) {
        bits |= hexRules;
      }
    }
    return bits;
  }
}
