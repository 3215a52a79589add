package dev.jflare.settings;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** A value as its source has it, not yet understood, and the name of that source. */
final class Raw {
  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");

  private final @Nullable String text;
  private final List<String> items;
  private final String source;

  private Raw(@Nullable String text, List<String> items, String source) {
    this.text = text;
    this.items = Collections.unmodifiableList(items);
    this.source = source;
  }

  static Raw text(String text, String source) {
    return new Raw(text, words(text), source);
  }

  static Raw list(List<String> items, String source) {
    return new Raw(null, items, source);
  }

  /** The value, or null when the source has a list where one value belongs. */
  @Nullable
  String text() {
    return text;
  }

  /** The value as a list: a text is split at commas and spaces. */
  List<String> items() {
    return items;
  }

  String source() {
    return source;
  }

  /** Whether it is a handle for the Datadog Agent's secrets backend, which we do not run. */
  boolean isHandle() {
    String trimmed = text == null ? "" : text.trim();
    return trimmed.startsWith("ENC[") && trimmed.endsWith("]");
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : SEPARATORS.split(text)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
