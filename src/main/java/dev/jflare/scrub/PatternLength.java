package dev.jflare.scrub;

/** How long the hits of a regular expression are at least, as far as that is easily told. */
final class PatternLength {
  private final String pattern;
  private int at;

  private PatternLength(String pattern) {
    this.pattern = pattern;
  }

  /** Counts what is outside of groups; 0 when there are alternatives outside of groups. */
  static int atLeast(String pattern) {
    return new PatternLength(pattern).length();
  }

  private int length() {
    int length = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '|') {
        return 0;
      }
      boolean counts = c != '(' && c != '^' && c != '$';
      skipOne(c);
      int times = times();
      length += counts ? times : 0;
    }
    return length;
  }

  private void skipOne(char c) {
    if (c == '\\') {
      at += 2;
    } else if (c == '[') {
      skipClass();
    } else if (c == '(') {
      skipGroup();
    } else {
      at++;
    }
  }

  private void skipClass() {
    at++;
    while (pattern.charAt(at) != ']') {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void skipGroup() {
    at++;
    while (pattern.charAt(at) != ')') {
      skipOne(pattern.charAt(at));
    }
    at++;
  }

  /** The least number of repetitions that the quantifier here allows, 1 without one. */
  private int times() {
    int least = 1;
    if (at < pattern.length() && "*?".indexOf(pattern.charAt(at)) >= 0) {
      least = 0;
      at++;
    } else if (pattern.startsWith("+", at)) {
      at++;
    } else if (pattern.startsWith("{", at)) {
      int end = pattern.indexOf('}', at);
      least = Integer.parseInt(pattern.substring(at + 1, end).split(",", 2)[0]);
      at = end + 1;
    }
    if (at < pattern.length() && "+?".indexOf(pattern.charAt(at)) >= 0) {
      at++; // possessive or reluctant
    }
    return least;
  }
}
