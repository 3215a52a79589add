package dev.jflare.scrub;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Hexadecimal digits that look like a Datadog key and are something else, because the name before
 * them says so: identifiers of traces, Git hashes, checksums. Words that are not apart in the name
 * ({@code traceid}) and a hash behind a blank ({@code commit 0123...}) are too vague: a Datadog
 * flare masks them, and so do we.
 */
final class Identifiers {
  private static final Set<String> OF_ID =
      new HashSet<>(
          Arrays.asList(
              "trace",
              "span",
              "parent",
              "transaction",
              "correlation",
              "request",
              "b3",
              "segment",
              "build",
              "image",
              "container",
              "commit",
              "digest"));

  private static final Set<String> LAST =
      new HashSet<>(
          Arrays.asList(
              "traceparent",
              "commit",
              "revision",
              "rev",
              "sha",
              "sha1",
              "sha256",
              "md5",
              "checksum",
              "digest",
              "etag",
              "b3"));

  private static final String COMMIT_PATH = "/commit/";

  private Identifiers() {}

  /** Whether a name is one of an identifier. */
  static boolean named(String name) {
    List<String> words = Words.of(name);
    if (words.isEmpty() || SecretNames.inText(name)) {
      return false;
    }
    String last = words.get(words.size() - 1);
    boolean id = last.equals("id") && words.size() > 1;
    return LAST.contains(last) || (id && OF_ID.contains(words.get(words.size() - 2)));
  }

  /** Whether the digits at this place are behind such a name. */
  static boolean at(String text, int start, int end) {
    if (text.startsWith("00-", start - 3) && text.startsWith("-", end)) {
      return true; // https://www.w3.org/TR/trace-context/#traceparent-header
    }
    if (text.startsWith(COMMIT_PATH, start - COMMIT_PATH.length())) {
      return true;
    }
    int i = start;
    while (i > 0 && (Ascii.blank(text.charAt(i - 1)) || quote(text.charAt(i - 1)))) {
      i--;
    }
    if (i == 0 || (text.charAt(i - 1) != '=' && text.charAt(i - 1) != ':')) {
      return false;
    }
    i--;
    while (i > 0 && (Ascii.blank(text.charAt(i - 1)) || quote(text.charAt(i - 1)))) {
      i--;
    }
    int nameEnd = i;
    while (i > 0 && nameEnd - i < 64 && nameCharacter(text.charAt(i - 1))) {
      i--;
    }
    return named(text.substring(i, nameEnd));
  }

  /** Whether a value is nothing but digits of an identifier. */
  static boolean value(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Ascii.hex((char) c));
  }

  private static boolean quote(char c) {
    return c == '"' || c == '\'' || c == '\\';
  }

  private static boolean nameCharacter(char c) {
    return Ascii.word(c) || c == '-' || c == '.';
  }
}
