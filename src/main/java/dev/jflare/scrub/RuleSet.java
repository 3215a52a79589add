package dev.jflare.scrub;

import java.util.Collections;
import java.util.List;

/** Rules in their order, ready to run over one line (or one text, for those that span lines). */
final class RuleSet {
  private final List<Rule> rules;
  private final Hints hints;
  private final Handles handles;

  RuleSet(List<Rule> rules, Handles handles) {
    this.rules = Collections.unmodifiableList(rules);
    this.hints = new Hints(rules);
    this.handles = handles;
  }

  List<Rule> rules() {
    return rules;
  }

  /** Whether some rule has no hint and runs over every line. */
  boolean everywhere() {
    return hints.everywhere();
  }

  /** A search for what wakes a rule. */
  Hints.Search search(byte[] text, int to) {
    return hints.search(text, to);
  }

  /** Applies every rule in turn, each to what the ones before it have left. */
  String apply(String text, Redaction redaction) {
    String current = text;
    RuleBits present = hints.in(current);
    for (int i = present.next(0); i >= 0; i = present.next(i + 1)) {
      Finder finder = rules.get(i).finder;
      if (finder == null) {
        continue;
      }
      String changed = replace(rules.get(i), finder, current, redaction);
      if (!changed.equals(current)) {
        current = changed;
        present = hints.in(current);
      }
    }
    return current;
  }

  private String replace(Rule rule, Finder finder, String text, Redaction redaction) {
    Match match = new Match();
    StringBuilder out = null;
    int copied = 0;
    int hits = 0;
    int from = 0;
    while (from <= text.length() && finder.find(text, from, match)) {
      String replacement =
          handles.keep(text, match) ? null : redaction.replacement(rule, text, match);
      if (replacement != null && changes(text, match, replacement)) {
        out = out == null ? new StringBuilder(text.length() + 16) : out;
        out.append(text, copied, match.start).append(replacement);
        copied = match.end;
        hits++;
      }
      from = match.end;
    }
    if (out == null) {
      return text;
    }
    redaction.count(rule, hits);
    return out.append(text, copied, text.length()).toString();
  }

  private static boolean changes(String text, Match match, String replacement) {
    int length = match.end - match.start;
    return length != replacement.length() || !text.startsWith(replacement, match.start);
  }
}
