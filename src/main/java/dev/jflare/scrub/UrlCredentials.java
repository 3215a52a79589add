package dev.jflare.scrub;

/**
 * {@code scheme://user:password@host} where the Datadog rule stops short: its runs end at bars and
 * double quotes. All of the password goes; a user without one stays.
 */
final class UrlCredentials implements Finder {
  private static final String SEPARATOR = "://";

  @Override
  public boolean find(String text, int from, Match match) {
    for (int at = text.indexOf(SEPARATOR, from);
        at >= 0;
        at = text.indexOf(SEPARATOR, at + SEPARATOR.length())) {
      int user = at + SEPARATOR.length();
      int colon = -1;
      int last = -1;
      int i = user;
      for (; i < text.length() && !ends(text, i); i++) {
        char c = text.charAt(i);
        if (c == ':' && colon < 0) {
          colon = i;
        } else if (c == '@') {
          last = i;
        }
      }
      if (colon >= 0 && last > colon + 1) {
        return match.all(colon + 1, last);
      }
    }
    return false;
  }

  private static boolean ends(String text, int i) {
    char c = text.charAt(i);
    return Ascii.blank(c) || c == '/' || c == '?' || c == '<' || c == '>' || c == '#';
  }
}
