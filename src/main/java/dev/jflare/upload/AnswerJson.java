package dev.jflare.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The backend's answer, read as Go reads it: names of fields in any case, the last one wins, and a
 * value of another type than expected is an error. Without data binding, which for these three
 * fields costs a process 370 classes and ten megabytes of garbage.
 */
final class AnswerJson {
  private final Map<?, ?> fields;

  private AnswerJson(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * @throws IOException when it is not an object or {@code null}; the message is for a person
   */
  static AnswerJson parse(byte[] body) throws IOException {
    String text = new String(body, StandardCharsets.UTF_8);
    if (text.trim().isEmpty()) {
      throw new IOException("unexpected end of JSON input");
    }
    Object root;
    try {
      root = Json.read(text);
    } catch (JsonProcessingException malformed) {
      throw new IOException("invalid JSON: " + malformed.getOriginalMessage(), malformed);
    }
    if (root == null) {
      return new AnswerJson(Collections.emptyMap());
    }
    if (!(root instanceof Map)) {
      throw new IOException("JSON: expected an object, got " + kindOf(root));
    }
    return new AnswerJson((Map<?, ?>) root);
  }

  /** An integer and nothing else: a text is an error, as in the Agent; 0 when it is not there. */
  long integer(String name) throws IOException {
    Object value = field(name);
    if (value == null) {
      return 0;
    }
    if (!(value instanceof Long)) {
      throw new IOException("JSON: expected an integer in " + name + ", got " + kindOf(value));
    }
    return (Long) value;
  }

  /** Empty when it is not there. */
  String text(String name) throws IOException {
    Object value = field(name);
    if (value == null) {
      return "";
    }
    if (!(value instanceof String)) {
      throw new IOException("JSON: expected a text in " + name + ", got " + kindOf(value));
    }
    return (String) value;
  }

  private @Nullable Object field(String name) {
    Object found = null;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      if (String.valueOf(field.getKey()).equalsIgnoreCase(name) && field.getValue() != null) {
        found = field.getValue();
      }
    }
    return found;
  }

  private static String kindOf(Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof List) {
      return "array";
    }
    return value instanceof Number ? "number" : value instanceof Boolean ? "boolean" : "string";
  }
}
