package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says in one pass over a text which rules can hit it, by their hints and by runs of hexadecimal
 * digits. Most lines of a log wake no rule, so this pass is what scrubbing costs, however many
 * rules there are.
 */
final class Hints {
  private final PairTable pairs;
  private final HexRuns hexRuns;
  private final List<HintWord> runs = new ArrayList<>();
  private final RuleBits always;
  private final int ruleCount;

  Hints(List<Rule> rules) {
    this.ruleCount = rules.size();
    this.always = new RuleBits(ruleCount);
    Map<String, HintWord> words = new LinkedHashMap<>();
    int shortest = Integer.MAX_VALUE;
    for (int i = 0; i < ruleCount; i++) {
      Rule rule = rules.get(i);
      if (rule.hexRun > 0) {
        shortest = Math.min(shortest, rule.hexRun);
        HintWord run = HintWord.run(rule.hexRun);
        run.wakes(i, rule.near);
        runs.add(run);
      } else if (rule.hints.isEmpty() && rule.finder != null) {
        always.set(i);
      }
      for (String hint : rule.hints) {
        // a capital A tells a hint in any case from one that is written so
        String key = rule.anyCaseHints ? "A" + hint.toLowerCase(Locale.ROOT) : "a" + hint;
        words
            .computeIfAbsent(key, unused -> new HintWord(hint, rule.anyCaseHints))
            .wakes(i, rule.near);
      }
    }
    this.hexRuns = new HexRuns(shortest);
    this.pairs = new PairTable(words.values());
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
      for (HintWord word : pairs.at(text, i, to)) {
        int start = word.start(text, from, i, to);
        if (start >= 0) {
          word.wake(text, from, start, start + word.length(), to, bits);
        }
      }
    }
    int end = from;
    for (int start = run(text, end, to); start < to; start = run(text, end, to)) {
      end = hexRuns.end(text, start, to);
      for (HintWord run : runs) {
        if (end - start >= run.length()) {
          run.wake(text, from, start, end, to, bits);
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
        for (HintWord word : pairs.at(text, i, to)) {
          int start = word.start(text, from, i, to);
          if (start >= 0 && word.wakesOne(text, from, start, start + word.length(), to)) {
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
        for (HintWord run : runs) {
          if (end - start >= run.length() && run.wakesOne(text, from, start, end, to)) {
            return start;
          }
        }
      }
      return to;
    }
  }
}
