package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The keys a site has configured. They are alternatives of a regular expression, not escaped, as in
 * the Datadog Agent; one that is no valid expression counts as it is written.
 */
final class KeyPatterns {
  private static final Pattern LITERAL = Pattern.compile("[^\\\\\\[\\](){}.*+?^$|]*");

  private final List<String> literals = new ArrayList<>();
  private final List<Pattern> patterns = new ArrayList<>();
  private final List<Pattern> whole = new ArrayList<>();

  KeyPatterns(List<String> keys) {
    for (String key : keys) {
      add(key);
      String bytes = bytesOf(key);
      if (!bytes.equals(key)) {
        add(bytes);
      }
    }
  }

  private void add(String key) {
    if (LITERAL.matcher(key).matches()) {
      literals.add(key);
      return;
    }
    try {
      patterns.add(Pattern.compile("(?:" + key + ")\\z"));
      whole.add(Pattern.compile("\\A(?:" + key + ")\\z"));
    } catch (PatternSyntaxException written) {
      literals.add(key); // a key that is no expression still names something to hide
    }
  }

  /**
   * Texts are scrubbed with one character for each byte, so keys are looked for in that form too.
   */
  static String bytesOf(String key) {
    return new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  boolean matchEnd(String text, int from, int end) {
    for (String literal : literals) {
      int start = end - literal.length();
      if (start >= from && text.startsWith(literal, start)) {
        return true;
      }
    }
    for (Pattern pattern : patterns) {
      if (pattern.matcher(text).region(from, end).find()) {
        return true;
      }
    }
    return false;
  }

  /** Whether the key of a map, in lower case, is one of these as a whole. */
  boolean matchWhole(String key) {
    return literals.contains(key)
        || whole.stream().anyMatch(pattern -> pattern.matcher(key).matches());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d keys", literals.size() + patterns.size());
  }
}
