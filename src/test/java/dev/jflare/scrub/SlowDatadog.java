package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;

/** The single-line rules run in order with their hints looked up one by one: an oracle. */
final class SlowDatadog {
  private SlowDatadog() {}

  static String line(String text) {
    List<Rule> rules = new ArrayList<>(DatadogRules.singleLine());
    rules.add(DatadogRules.flareApiKey());
    String current = text;
    for (Rule rule : rules) {
      if (rule.finder != null && hinted(rule, current)) {
        current = replaceAll(rule.finder, current);
      }
    }
    return current;
  }

  private static boolean hinted(Rule rule, String text) {
    if (rule.hints.isEmpty() || rule.anyCaseHints) {
      return true;
    }
    return rule.hints.stream().anyMatch(text::contains);
  }

  static String replaceAll(Finder finder, String text) {
    StringBuilder out = new StringBuilder();
    Match match = new Match();
    Redaction redaction = new Redaction(new ScrubTally());
    int from = 0;
    while (finder.find(text, from, match)) {
      boolean kept = Handles.KEPT.keep(text, match);
      String replacement = redaction.replacement(FloorRules.NAMED_VALUE, text, match);
      out.append(text, from, kept ? match.end : match.start).append(kept ? "" : replacement);
      from = match.end;
    }
    return out.append(text.substring(from)).toString();
  }
}
