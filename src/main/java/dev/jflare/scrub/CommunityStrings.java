package dev.jflare.scrub;

/**
 * The SNMP list: {@code community_strings:} and either {@code - item} lines or a list in brackets,
 * possibly over several lines. Keeps upstream's quirk that an empty block list costs the newline
 * (reference datadog-flare 3.8).
 */
final class CommunityStrings implements Finder {
  static final String KEY = "community_strings";

  @Override
  public boolean find(String text, int from, Match match) {
    int lastClose = text.lastIndexOf(']');
    for (int at = text.indexOf(KEY, from); at >= 0; at = text.indexOf(KEY, at + 1)) {
      int colon = Ascii.skipBlanks(text, at + KEY.length());
      if (colon >= text.length() || text.charAt(colon) != ':') {
        continue;
      }
      int value = Ascii.skipBlanks(text, colon + 1);
      int end = value < lastClose ? inBrackets(text, value) : -1;
      if (end < 0) {
        end = items(text, colon + 1, value);
      }
      if (end >= 0) {
        return match.framed(colon + 1, end, colon + 1, " \"", "\"");
      }
    }
    return false;
  }

  private static int inBrackets(String text, int value) {
    if (value >= text.length() || text.charAt(value) != '[') {
      return -1;
    }
    return text.indexOf(']', value) + 1;
  }

  /** Behind the last item, or behind the newline when there is none; -1 without a newline. */
  private static int items(String text, int start, int value) {
    int newline = value - 1;
    while (newline >= start && text.charAt(newline) != '\n') {
      newline--;
    }
    if (newline < start) {
      return -1;
    }
    int end = newline + 1;
    while (true) {
      int dash = Ascii.skipBlanks(text, end);
      int item = dash(text, dash) ? Ascii.skipBlanks(text, dash + 1) : dash + 1;
      if (dash == end || !dash(text, dash) || item == dash + 1) {
        return end;
      }
      end = Ascii.lineEnd(text, item);
    }
  }

  private static boolean dash(String text, int at) {
    return at < text.length() && text.charAt(at) == '-';
  }
}
