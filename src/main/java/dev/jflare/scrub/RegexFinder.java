package dev.jflare.scrub;

import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rule that is a regular expression. Only for expressions that need no backtracking worth the
 * name: repetitions of one character class, possessive where the next part could overlap.
 */
final class RegexFinder implements Finder {
  private final Pattern pattern;
  private final int secretGroup;
  private final Function<MatchResult, String> replacement;

  /**
   * @param secretGroup the group that is the secret; only it is replaced
   */
  RegexFinder(String pattern, int secretGroup, Function<MatchResult, String> replacement) {
    this.pattern = Pattern.compile(pattern, Pattern.UNIX_LINES);
    this.secretGroup = secretGroup;
    this.replacement = replacement;
  }

  /** The group becomes stars and its own last characters. */
  static RegexFinder keepingLast(String pattern, int secretGroup, int stars, int kept) {
    String mask = Ascii.stars(stars);
    return new RegexFinder(
        pattern,
        secretGroup,
        hit -> {
          String secret = hit.group(secretGroup);
          return mask + secret.substring(secret.length() - kept);
        });
  }

  /** The group becomes eight stars. */
  static RegexFinder masking(String pattern, int secretGroup) {
    return new RegexFinder(pattern, secretGroup, hit -> Ascii.MASK);
  }

  /** A constant text takes the place of the whole hit; a handle in the group keeps it away. */
  static Finder replacingAll(String pattern, int secretGroup, String text) {
    RegexFinder whole = new RegexFinder(pattern, secretGroup, hit -> text);
    return (input, from, match) -> {
      Matcher matcher = whole.pattern.matcher(input);
      return matcher.find(from)
          && match.set(matcher.start(), matcher.end(), matcher.start(secretGroup), text);
    };
  }

  @Override
  public boolean find(String text, int from, Match match) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find(from)) {
      return false;
    }
    int start = matcher.start(secretGroup);
    return match.set(start, matcher.end(secretGroup), start, replacement.apply(matcher));
  }
}
