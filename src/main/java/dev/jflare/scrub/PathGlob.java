package dev.jflare.scrub;

import java.util.regex.Pattern;

/**
 * Which files a user's rule is for: {@code *} is anything but a slash, {@code **} anything, {@code
 * ?} one character. Without a slash it is compared with the last name of a path.
 */
final class PathGlob {
  private final Pattern pattern;
  private final boolean lastName;

  PathGlob(String glob) {
    this.lastName = glob.indexOf('/') < 0;
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**", i)) {
        out.append(".*");
        i++;
      } else if (c == '*') {
        out.append("[^/]*");
      } else {
        out.append(c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    this.pattern = Pattern.compile(out.toString(), Pattern.DOTALL);
  }

  boolean matches(String path) {
    String slashes = path.replace('\\', '/');
    return pattern
        .matcher(lastName ? slashes.substring(slashes.lastIndexOf('/') + 1) : slashes)
        .matches();
  }
}
