package dev.jflare.scrub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule that is a regular expression. Only for expressions that need no backtracking worth the
 * name: repetitions of one character class, possessive where the next part could overlap.
 */
final class RegexFinder implements Finder {
  private static final int ANY_GROUP = -1;

  private final Pattern pattern;
  private final int secretGroup;
  private final int stars;
  private final int shown;

  private RegexFinder(String pattern, int secretGroup, int stars, int shown) {
    this.pattern = Pattern.compile(pattern, Pattern.UNIX_LINES);
    this.secretGroup = secretGroup;
    this.stars = stars;
    this.shown = shown;
  }

  /** The group becomes stars and its own last characters. */
  static RegexFinder keepingLast(String pattern, int secretGroup, int stars, int kept) {
    return new RegexFinder(pattern, secretGroup, stars, kept);
  }

  /**
   * @param secretGroup the group that is the secret; only it is replaced
   */
  static RegexFinder masking(String pattern, int secretGroup) {
    return new RegexFinder(pattern, secretGroup, Ascii.MASK.length(), 0);
  }

  /** The group that took part becomes eight stars, or the whole hit when there is no group. */
  static RegexFinder masking(String pattern) {
    return masking(pattern, ANY_GROUP);
  }

  /** As {@link #masking}, but the whole hit goes, and texts stand around the mask. */
  static Finder framing(String pattern, int secretGroup, String before, String after) {
    RegexFinder whole = masking(pattern, secretGroup);
    return (input, from, match) -> {
      Matcher matcher = whole.pattern.matcher(input);
      return matcher.find(from)
          && match.framed(
              matcher.start(), matcher.end(), matcher.start(secretGroup), before, after);
    };
  }

  @Override
  public boolean find(String text, int from, Match match) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find(from)) {
      return false;
    }
    int group = secretGroup == ANY_GROUP ? group(matcher) : secretGroup;
    return match.keeping(matcher.start(group), matcher.end(group), stars, shown);
  }

  private static int group(Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.start(group) >= 0) {
        return group;
      }
    }
    return 0;
  }
}
