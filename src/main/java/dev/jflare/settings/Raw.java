package dev.jflare.settings;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

  /**
   * The value as a list of JSON objects: a text is JSON, an array of objects or one object.
   *
   * @throws SettingsException when it is something else
   */
  List<String> objects(Setting setting) throws SettingsException {
    if (text == null) {
      return items;
    }
    if (text.trim().isEmpty()) {
      return Collections.emptyList();
    }
    List<String> objects = new ArrayList<>();
    try {
      Object value = Json.read(text);
      List<?> values = value instanceof List ? (List<?>) value : Collections.singletonList(value);
      for (Object object : values) {
        objects.add(object instanceof Map ? Json.line(object) : "");
      }
    } catch (IOException noJson) {
      throw new SettingsException(setting, source, "expected a list of maps, as JSON in one line");
    }
    return objects;
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
