package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
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

  /** In characters, more than a name and what separates it from its value. */
  private static final int LOOKED_AT = 160;

  private static final String COMMIT_PATH = "/commit/";

  /** In {@code VM.info} and crash reports a bit for each signal stands behind it. */
  private static final String SIGNAL_MASK = "mask=";

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
    if (text.startsWith(SIGNAL_MASK, start - SIGNAL_MASK.length()) && switches(text, start, end)) {
      return true;
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

  private static boolean switches(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '1') {
        return false;
      }
    }
    return true;
  }

  /** The condition, where the digits are not behind such a name. */
  static Near none(Near condition) {
    return (text, from, start, end, to) ->
        condition.mayHit(text, from, start, end, to) && !certainly(text, from, start, end, to);
  }

  /** As {@link #at}, where the part of the line that is looked at is enough to tell. */
  private static boolean certainly(byte[] text, int from, int start, int end, int to) {
    int first = start;
    int blanks = 0;
    while (first > from && start - first < LOOKED_AT && text[first - 1] != '\n') {
      first--;
      char c = (char) (text[first] & 0xff);
      blanks += Ascii.blank(c) || quote(c) ? 1 : 0;
    }
    int last = Math.min(to, end + 1);
    return blanks < LOOKED_AT / 4
        && at(
            new String(text, first, last - first, StandardCharsets.ISO_8859_1),
            start - first,
            end - first);
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
