package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says in one pass over a text which rules can hit it: the hints of all rules in one automaton, and
 * the runs of hexadecimal digits beside it. Most lines of a log wake no rule, so this pass is what
 * scrubbing costs, however many rules there are.
 */
final class Hints {
  /** Only so much of a hint is in the automaton, which keeps it small; the rest is compared. */
  private static final int LONGEST_KEY = 12;

  private final Automaton automaton;
  private final List<List<Wake>> wakes = new ArrayList<>();
  private final HexRuns hexRuns;
  private final List<Wake> hexWakes = new ArrayList<>();
  private final RuleBits always;
  private final int ruleCount;

  Hints(List<Rule> rules) {
    this.ruleCount = rules.size();
    this.always = new RuleBits(ruleCount);
    Map<String, Integer> keys = new HashMap<>();
    List<byte[]> words = new ArrayList<>();
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < ruleCount; i++) {
      Rule rule = rules.get(i);
      if (rule.hexRun > 0) {
        shortest = Math.min(shortest, rule.hexRun);
        hexWakes.add(new Wake(i, new byte[rule.hexRun], true, rule.near));
      } else if (rule.hints.isEmpty() && rule.finder != null) {
        always.set(i);
      }
      for (String hint : rule.hints) {
        String lower = hint.toLowerCase(Locale.ROOT);
        String key = lower.substring(0, Math.min(LONGEST_KEY, lower.length()));
        if (keys.putIfAbsent(key, words.size()) == null) {
          words.add(bytes(key));
          wakes.add(new ArrayList<>());
        }
        Wake wake = new Wake(i, bytes(hint), rule.anyCaseHints, rule.near);
        wakes.get(keys.get(key)).add(wake);
      }
    }
    this.hexRuns = new HexRuns(shortest);
    this.automaton = new Automaton(words);
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether some rule has no hint and runs over every line. */
  boolean everywhere() {
    return !always.isEmpty();
  }

  /** The rules that can hit this text. */
  RuleBits in(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      bytes[i] = c < 256 ? (byte) c : (byte) 0xff;
    }
    return in(bytes, 0, bytes.length);
  }

  /** The rules that can hit these bytes. */
  RuleBits in(byte[] text, int from, int to) {
    RuleBits bits = new RuleBits(ruleCount);
    bits.or(always);
    Automaton.Walk walk = automaton.new Walk(text, from);
    for (int[] ends = walk.ends(to); ends != null; ends = walk.ends(to)) {
      for (int word : ends) {
        int start = walk.position - automaton.length(word);
        for (Wake wake : wakes.get(word)) {
          if (!bits.has(wake.rule) && wake.stands(text, from, start, to)) {
            bits.set(wake.rule);
          }
        }
      }
    }
    hexRuns(text, from, to, bits);
    return bits;
  }

  private void hexRuns(byte[] text, int from, int to, RuleBits bits) {
    int end = from;
    for (int start = hexRuns.first(text, end, to);
        start >= 0;
        start = hexRuns.first(text, end, to)) {
      end = hexRuns.end(text, start, to);
      for (Wake wake : hexWakes) {
        if (!bits.has(wake.rule) && wake.runs(text, from, start, end, to)) {
          bits.set(wake.rule);
        }
      }
    }
  }

  /** A search for the places in one text that wake rules, from its beginning to its end. */
  Search search(byte[] text, int to) {
    return new Search(text, to);
  }

  /** Remembers what lies ahead, because it is asked for line after line. */
  final class Search {
    private final byte[] text;
    private final int to;
    private int hint = -1;
    private int run = -1;

    private Search(byte[] text, int to) {
      this.text = text;
      this.to = to;
    }

    /**
     * The first index at or behind another at which something wakes a rule, or the end. Rules that
     * are {@link Hints#everywhere()} do not count.
     *
     * @param from where a line starts
     */
    int first(int from) {
      if (hint < from) {
        hint = firstHint(from);
      }
      if (run < from) {
        run = firstRun(from);
      }
      return Math.min(hint, run);
    }

    private int firstHint(int from) {
      Automaton.Walk walk = automaton.new Walk(text, from);
      for (int[] ends = walk.ends(to); ends != null; ends = walk.ends(to)) {
        for (int word : ends) {
          int start = walk.position - automaton.length(word);
          for (Wake wake : wakes.get(word)) {
            if (wake.stands(text, from, start, to)) {
              return start;
            }
          }
        }
      }
      return to;
    }

    private int firstRun(int from) {
      int end = from;
      for (int start = hexRuns.first(text, end, to);
          start >= 0;
          start = hexRuns.first(text, end, to)) {
        end = hexRuns.end(text, start, to);
        for (Wake wake : hexWakes) {
          if (wake.runs(text, from, start, end, to)) {
            return start;
          }
        }
      }
      return to;
    }
  }

  /** One rule and one hint of it; a rule for digits has a hint of their number. */
  private static final class Wake {
    final int rule;
    private final byte[] hint;
    private final boolean anyCase;
    private final Near near;

    Wake(int rule, byte[] hint, boolean anyCase, Near near) {
      this.rule = rule;
      this.hint = hint;
      this.anyCase = anyCase;
      this.near = near;
    }

    /** Whether all of the hint is there, of which the automaton knows the beginning. */
    boolean stands(byte[] text, int from, int start, int to) {
      int end = start + hint.length;
      return end <= to && same(text, start) && near.mayHit(text, from, start, end, to);
    }

    private boolean same(byte[] text, int start) {
      for (int i = 0; i < hint.length; i++) {
        byte b = text[start + i];
        if (b != hint[i] && !(anyCase && Automaton.lower(b) == Automaton.lower(hint[i]))) {
          return false;
        }
      }
      return true;
    }

    boolean runs(byte[] text, int from, int start, int end, int to) {
      return end - start >= hint.length && near.mayHit(text, from, start, end, to);
    }
  }
}
