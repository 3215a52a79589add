package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * {@code Basic} and the Base64 of {@code user:password} (RFC 7617), known by the colon in it, so
 * that "Basic authentication" stays.
 */
final class BasicCredentials implements Finder {
  private static final String SCHEME = "basic ";
  private static final int SHORTEST = 4;
  private static final int LONGEST = 4096;

  @Override
  public boolean find(String text, int from, Match match) {
    for (int i = from; i + SCHEME.length() < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == 'b' || c == 'B') && text.regionMatches(true, i, SCHEME, 0, SCHEME.length())) {
        int start = i + SCHEME.length();
        int end = start;
        while (end < text.length() && end - start < LONGEST && base64(text.charAt(end))) {
          end++;
        }
        if (end - start >= SHORTEST && credentials(text.substring(start, end))) {
          return match.all(start, end);
        }
      }
    }
    return false;
  }

  private static boolean base64(char c) {
    return Ascii.letter(c) || Ascii.digit(c) || "+/=-_".indexOf(c) >= 0;
  }

  private static boolean credentials(String encoded) {
    try {
      String plain = encoded.replace('-', '+').replace('_', '/');
      byte[] decoded = Base64.getDecoder().decode(plain.replaceAll("=+$", ""));
      String text = new String(decoded, StandardCharsets.ISO_8859_1);
      return text.indexOf(':') >= 0 && text.chars().allMatch(c -> c >= ' ');
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }
}
