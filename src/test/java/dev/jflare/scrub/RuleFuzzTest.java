package dev.jflare.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the hints and examples of each rule can be made into: nothing slow, and nothing missed. */
class RuleFuzzTest {
  private static final int SHORT = 5_000;

  /** What is faster than this is not looked at further. */
  private static final long QUICK_MILLIS = 60;

  /** Other processes make the clock run, but not this one. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final Scrubber SCRUBBER = Scrubber.of(ScrubSettings.defaults());

  /** The same texts every time; -Djflare.seed looks for others. */
  private final long seed = Long.getLong("jflare.seed", 4711);

  static Stream<Rule> rules() {
    return SCRUBBER.rules().rules().stream();
  }

  /** Work that grows with the square takes 16 times as long for 4 times the text. */
  @ParameterizedTest
  @MethodSource("rules")
  void workGrowsWithTheText_whateverARuleIsFed(Rule rule) {
    for (String unit : nasty(rule)) {
      if (millis(unit, 4 * SHORT) > QUICK_MILLIS) {
        long some = Math.min(millis(unit, 4 * SHORT), millis(unit, 4 * SHORT));
        long four = Math.min(millis(unit, 16 * SHORT), millis(unit, 16 * SHORT));
        assertTrue(
            four < 10 * Math.max(some, QUICK_MILLIS / 4),
            () -> rule + ": " + some + " ms, then " + four + " ms for \"" + unit + "\"");
      }
    }
  }

  /** A condition around a hint must never keep away a rule that has a hit. */
  @Test
  void conditionsAroundHints_missNothing() {
    Random random = new Random(seed);
    List<Rule> rules = SCRUBBER.rules().rules();
    for (int i = 0; i < 30_000; i++) {
      Rule rule = rules.get(random.nextInt(rules.size()));
      if (rule.finder == null || rule.hexRun > 0 || rule.hints.isEmpty()) {
        continue;
      }
      RuleSet guarded = new RuleSet(List.of(rule), Handles.MASKED);
      RuleSet open = new RuleSet(List.of(rule.but().near(Near.ANYWHERE).build()), Handles.MASKED);
      String text = text(random, rule);
      Redaction redaction = new Redaction(new ScrubTally());
      assertEquals(
          open.apply(text, redaction),
          guarded.apply(text, redaction),
          () -> rule + ", seed " + seed + ", input " + text);
    }
  }

  private static List<String> nasty(Rule rule) {
    List<String> units = new ArrayList<>();
    for (String hint : rule.hints.subList(0, Math.min(2, rule.hints.size()))) {
      units.add(hint);
      units.add(hint + "=\"");
      units.add(hint + ": [{(");
    }
    for (Example example : rule.examples) {
      String text = example.input;
      units.add(text);
      units.add(text.substring(0, text.length() - 1));
      units.add(text.substring(0, (text.length() + 1) / 2));
    }
    if (!rule.hints.isEmpty()) {
      // the first time is the beginning, the rest one long run
      units.add(rule.hints.get(0) + "\u0000a");
      units.add(rule.hints.get(0) + "=\u0000 ");
      units.add(rule.hints.get(0) + ":\u0000-");
    }
    return units;
  }

  private static long millis(String unit, int length) {
    int split = unit.indexOf('\u0000');
    String text =
        split < 0
            ? unit.repeat(length / unit.length() + 1)
            : unit.substring(0, split) + unit.substring(split + 1).repeat(length);
    long start = THREADS.getCurrentThreadCpuTime();
    SCRUBBER.line(text);
    return (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
  }

  /** Pieces of the rule's examples and hints with what separates names and values. */
  private static String text(Random random, Rule rule) {
    String[] glue = {
      "=",
      ": ",
      ":",
      " = ",
      " ",
      "\"",
      "'",
      "-",
      "--",
      "-D",
      "?",
      "&",
      "/",
      "@",
      "://",
      ",",
      ".",
      "x",
      "_",
      "9",
      "a1b2c3d4e5f60718293a4b5c",
      "Token",
      "secret",
      "[",
      "]",
      "\\",
      "\t",
      "\u00e9",
      "\u0101"
    };
    StringBuilder out = new StringBuilder();
    for (int parts = 1 + random.nextInt(8); parts > 0; parts--) {
      int choice = random.nextInt(4);
      if (choice == 0) {
        String hint = rule.hints.get(random.nextInt(rule.hints.size()));
        out.append(
            rule.anyCaseHints && random.nextBoolean() ? hint.toUpperCase(Locale.ROOT) : hint);
      } else if (choice == 1 && !rule.examples.isEmpty()) {
        String text = rule.examples.get(random.nextInt(rule.examples.size())).input;
        int from = random.nextInt(3) == 0 ? random.nextInt(text.length()) : 0;
        int to =
            random.nextInt(3) == 0 ? from + random.nextInt(text.length() - from) : text.length();
        out.append(text, from, to);
      } else {
        out.append(glue[random.nextInt(glue.length)]);
      }
    }
    return out.toString().replace("\n", " ");
  }
}
