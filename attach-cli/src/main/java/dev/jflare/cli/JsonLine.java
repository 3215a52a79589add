package dev.jflare.cli;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of {@code --json}: a flat object whose first field, {@code event}, says what it is.
 * Values are strings, numbers, booleans, null, or maps and iterables of these.
 */
final class JsonLine {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private JsonLine(String event) {
    fields.put("event", event);
  }

  static JsonLine event(String name) {
    return new JsonLine(name);
  }

  JsonLine with(String name, @Nullable Object value) {
    fields.put(name, value);
    return this;
  }

  JsonLine withAll(Map<String, ?> more) {
    fields.putAll(more);
    return this;
  }

  /** The object on one line, without a line feed. */
  @Override
  public String toString() {
    return Json.line(fields);
  }
}
