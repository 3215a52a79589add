package dev.jflare.collect;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/**
 * Attribute values as JSON. Open types keep their shape, because keys are what the scrubber goes
 * by; of a class of the program only the name is written, its toString is not ours to call.
 */
final class MBeanJson {
  static final int DEPTH = 6;
  static final int ELEMENTS = 200;
  static final int CHARACTERS = 4096;

  private final JsonGenerator json;

  MBeanJson(JsonGenerator json) {
    this.json = json;
  }

  void write(@Nullable Object value) throws IOException {
    write(value, 0);
  }

  private void write(@Nullable Object value, int depth) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (depth >= DEPTH) {
      json.writeString("(deeper than " + DEPTH + " levels)");
    } else if (value instanceof CompositeData) {
      composite((CompositeData) value, depth);
    } else if (value instanceof TabularData) {
      table((TabularData) value, depth);
    } else if (value instanceof Map) {
      map((Map<?, ?>) value, depth);
    } else if (value instanceof Collection) {
      sequence(((Collection<?>) value).toArray(), depth);
    } else if (value.getClass().isArray()) {
      sequence(value, depth);
    } else {
      scalar(value);
    }
  }

  private void scalar(Object value) throws IOException {
    if (value instanceof Boolean) {
      json.writeBoolean((Boolean) value);
    } else if (value instanceof Long || value instanceof Integer) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Short || value instanceof Byte) {
      json.writeNumber(((Number) value).intValue());
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Enum) {
      json.writeString(((Enum<?>) value).name());
    } else if (printable(value)) {
      json.writeString(cut(value.toString()));
    } else {
      json.writeString("(" + value.getClass().getName() + ")");
    }
  }

  private static boolean printable(Object value) {
    return value instanceof String
        || value instanceof Character
        || value instanceof ObjectName
        || value instanceof Date
        || value instanceof Class
        || value.getClass().getName().startsWith("java.math.")
        || value.getClass().getName().startsWith("java.util.concurrent.atomic.");
  }

  private void composite(CompositeData data, int depth) throws IOException {
    json.writeStartObject();
    for (String key : data.getCompositeType().keySet()) {
      json.writeFieldName(cut(key));
      write(data.get(key), depth + 1);
    }
    json.writeEndObject();
  }

  /** A table of two columns indexed by the first is how JMX writes a map; it becomes one again. */
  private void table(TabularData table, int depth) throws IOException {
    List<String> index = table.getTabularType().getIndexNames();
    boolean isMap =
        index.size() == 1
            && index.get(0).equals("key")
            && table.getTabularType().getRowType().keySet().size() == 2
            && table.getTabularType().getRowType().containsKey("value");
    if (!isMap) {
      sequence(table.values().toArray(), depth);
      return;
    }
    json.writeStartObject();
    int written = 0;
    for (Object row : table.values()) {
      if (written++ < ELEMENTS * 5 && row instanceof CompositeData) {
        json.writeFieldName(cut(String.valueOf(((CompositeData) row).get("key"))));
        write(((CompositeData) row).get("value"), depth + 1);
      }
    }
    json.writeEndObject();
  }

  private void map(Map<?, ?> map, int depth) throws IOException {
    json.writeStartObject();
    int written = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (written++ == ELEMENTS) {
        json.writeStringField("(more)", map.size() + " in all");
        break;
      }
      Object key = entry.getKey();
      json.writeFieldName(key == null || !printable(key) ? "(key)" : cut(key.toString()));
      write(entry.getValue(), depth + 1);
    }
    json.writeEndObject();
  }

  private void sequence(Object array, int depth) throws IOException {
    int length = Array.getLength(array);
    json.writeStartArray();
    for (int i = 0; i < Math.min(length, ELEMENTS); i++) {
      write(Array.get(array, i), depth + 1);
    }
    if (length > ELEMENTS) {
      json.writeString("(" + length + " in all)");
    }
    json.writeEndArray();
  }

  private static String cut(String text) {
    return text.length() <= CHARACTERS ? text : text.substring(0, CHARACTERS) + "(cut)";
  }
}
