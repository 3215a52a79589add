package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;

/**
 * Says in one pass over a text which rules can hit it, by their hints and by runs of hexadecimal
 * digits. Most lines of a log wake no rule, so this pass is what scrubbing costs, however many
 * rules there are.
 */
final class Hints {
  private final PairTable pairs;
  private final HexRuns hexRuns;
  private final List<Wake> hexWakes = new ArrayList<>();
  private final RuleBits always;
  private final int ruleCount;

  Hints(List<Rule> rules) {
    this.ruleCount = rules.size();
    this.always = new RuleBits(ruleCount);
    List<Wake> wakes = new ArrayList<>();
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < ruleCount; i++) {
      Rule rule = rules.get(i);
      if (rule.hexRun > 0) {
        shortest = Math.min(shortest, rule.hexRun);
        hexWakes.add(Wake.run(i, rule));
      } else if (rule.hints.isEmpty() && rule.finder != null) {
        always.set(i);
      }
      for (String hint : rule.hints) {
        wakes.add(Wake.hint(i, rule, hint));
      }
    }
    this.hexRuns = new HexRuns(shortest);
    this.pairs = new PairTable(wakes);
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
    for (int i = pairs.first(text, from, to); i < to; i = pairs.first(text, i + 1, to)) {
      for (Wake wake : pairs.at(text, i, to)) {
        if (!bits.has(wake.rule) && wake.startAt(text, from, i, to) >= 0) {
          bits.set(wake.rule);
        }
      }
    }
    int end = from;
    for (int start = run(text, end, to); start < to; start = run(text, end, to)) {
      end = hexRuns.end(text, start, to);
      for (Wake wake : hexWakes) {
        if (!bits.has(wake.rule) && wake.runs(text, from, start, end, to)) {
          bits.set(wake.rule);
        }
      }
    }
    return bits;
  }

  private int run(byte[] text, int from, int to) {
    int start = hexRuns.first(text, from, to);
    return start < 0 ? to : start;
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
      for (int i = pairs.first(text, from, to); i < to; i = pairs.first(text, i + 1, to)) {
        for (Wake wake : pairs.at(text, i, to)) {
          int start = wake.startAt(text, from, i, to);
          if (start >= 0) {
            return start;
          }
        }
      }
      return to;
    }

    private int firstRun(int from) {
      int end = from;
      for (int start = run(text, end, to); start < to; start = run(text, end, to)) {
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
}
