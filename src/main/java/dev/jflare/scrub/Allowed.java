package dev.jflare.scrub;

import java.util.Collections;
import java.util.List;

/** What a site wants to be readable, whatever rule hits it. */
final class Allowed {
  static final Allowed NOTHING = new Allowed(Collections.emptyList());

  private final List<UserRule> rules;

  Allowed(List<UserRule> rules) {
    this.rules = rules;
  }

  /** Whether a hit may stay; blanks and quotes around it do not count. */
  boolean stays(String text, int from, int to) {
    if (rules.isEmpty()) {
      return false;
    }
    int start = from;
    int end = to;
    while (start < end && frame(text.charAt(start))) {
      start++;
    }
    while (end > start && frame(text.charAt(end - 1))) {
      end--;
    }
    for (UserRule rule : rules) {
      if (rule.allows(text, start, end)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the value of a key may stay. */
  boolean stays(String name, String value) {
    for (UserRule rule : rules) {
      boolean named = rule.key != null && rule.key.matches(name);
      if (named || (rule.key == null && stays(value, 0, value.length()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean frame(char c) {
    return Ascii.blank(c) || c == '"' || c == '\'';
  }
}
