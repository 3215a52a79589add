package dev.jflare.route;

import java.net.URI;

/** A URL as it may be shown: without the password and the query, which often holds a key. */
public final class PrintableUrl {
  private static final String MASK = "********";

  private PrintableUrl() {}

  public static String of(URI url) {
    return of(url.toString());
  }

  /** Works on what is no URL, too, because error messages show just those. */
  public static String of(String url) {
    int query = indexOfAny(url, 0, "?#");
    String shown = query < 0 ? url : url.substring(0, query);
    int slashes = shown.indexOf("://");
    int start = slashes < 0 ? 0 : slashes + 3;
    int slash = shown.indexOf('/', start);
    int end = slash < 0 ? shown.length() : slash;
    int at = shown.lastIndexOf('@', end);
    if (at < start) {
      // a slash in a password ends the authority too early; what stands before an @ stays unseen
      at = shown.lastIndexOf('@');
    }
    return at < start ? shown : shown.substring(0, start) + MASK + shown.substring(at);
  }

  private static int indexOfAny(String text, int from, String characters) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
