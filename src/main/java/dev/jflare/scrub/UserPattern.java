package dev.jflare.scrub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of a user: checked before it is used, and bounded when it is. */
final class UserPattern implements Finder {
  private static final long STEPS_FOR_CHARACTER = 400;
  private static final long LEAST_STEPS = 100_000;
  private static final int LONGEST_PROBE = 64;

  private final Pattern pattern;

  private UserPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws IllegalArgumentException when it is no expression, or matches nothing at all
   */
  static UserPattern of(String expression) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(KeyPatterns.bytesOf(expression), Pattern.UNIX_LINES);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "\""
              + expression
              + "\" is no regular expression: "
              + wrong.getDescription()
              + (wrong.getIndex() < 0 ? "" : " at character " + (wrong.getIndex() + 1)),
          wrong);
    }
    if (pattern.matcher("").matches()) {
      throw new IllegalArgumentException(
          "\"" + expression + "\" matches the empty text; expected one with a character at least");
    }
    return new UserPattern(pattern);
  }

  /**
   * Tries texts that are hard: each character of the expression again and again, and pairs of them,
   * with an unexpected end. What passes depends on the Java version, whose engines differ; the
   * bound of {@link #find} holds in all of them.
   *
   * @throws IllegalArgumentException when it can take exponential time
   */
  void probe() {
    String expression = pattern.pattern();
    String parts = expression + "a1 ";
    for (int i = 0; i < parts.length(); i++) {
      for (int width = 1; width <= 2 && i + width <= parts.length(); width++) {
        StringBuilder probe = new StringBuilder();
        while (probe.length() < LONGEST_PROBE) {
          probe.append(parts, i, i + width);
        }
        try {
          pattern.matcher(new Steps(probe.append('\u0001'), LEAST_STEPS)).find();
        } catch (Steps.TooManyException | StackOverflowError slow) {
          throw new IllegalArgumentException(
              "\""
                  + expression
                  + "\" can take exponential time; expected no repetition within"
                  + " a repetition of the same characters",
              slow);
        }
      }
    }
  }

  /** Group 1 is the secret, or all of it without a group. Too many steps take all that is left. */
  @Override
  public boolean find(String text, int from, Match match) {
    Matcher matcher = matcher(text, from);
    try {
      int at = from;
      while (at <= text.length() && matcher.find(at)) {
        int group = matcher.groupCount() > 0 && matcher.start(1) >= 0 ? 1 : 0;
        if (matcher.end(group) > matcher.start(group)) {
          return match.all(matcher.start(group), matcher.end(group));
        }
        at = matcher.end() + 1;
      }
      return false;
    } catch (Steps.TooManyException | StackOverflowError failClosed) {
      return from < text.length() && match.all(from, text.length());
    }
  }

  private Matcher matcher(String text, int from) {
    long most = LEAST_STEPS + STEPS_FOR_CHARACTER * (text.length() - from);
    return pattern.matcher(new Steps(text, most));
  }

  /** Whether a hit of the expression covers a range; too many steps are no. */
  boolean covers(String text, int from, int to) {
    Matcher matcher = matcher(text, 0);
    try {
      int at = 0;
      while (at <= from && matcher.find(at) && matcher.start() <= from) {
        if (matcher.end() >= to) {
          return true;
        }
        at = Math.max(matcher.start() + 1, at + 1);
      }
      return false;
    } catch (Steps.TooManyException | StackOverflowError unknown) {
      return false;
    }
  }
}
