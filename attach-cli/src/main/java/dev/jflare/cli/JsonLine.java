package dev.jflare.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of {@code --json}: a flat object whose first field, {@code event}, says what it is.
 * Values are strings, numbers, booleans, null, or maps and iterables of these.
 */
final class JsonLine {
  private static final JsonFactory FACTORY = new JsonFactory();

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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, fields);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a StringWriter does no I/O
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable) {
      json.writeStartArray();
      for (Object element : (Iterable<?>) value) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      json.writeObject(value);
    } else {
      json.writeString(value.toString());
    }
  }
}
