package dev.jflare.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * JSON as plain JDK values: Map (in order), List, String, Boolean, Long, Double, null. Streams
 * through jackson-core; data binding stays unloaded, because it costs a target more classes than
 * all of our own.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /** One line, no trailing newline. */
  public static String line(Object value) {
    return write(value, false);
  }

  /** Indented by two spaces, with a trailing newline. */
  public static String pretty(Object value) {
    return write(value, true) + "\n";
  }

  /**
   * Reads one document.
   *
   * @throws IOException when the text is not JSON or goes on after the document
   */
  public static @Nullable Object read(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Object value = read(parser);
      if (parser.nextToken() != null) {
        throw new IOException("more text after the end of a JSON document");
      }
      return value;
    }
  }

  /**
   * Reads one document that has to be an object.
   *
   * @throws IOException when it is something else
   */
  @SuppressWarnings("unchecked") // read() makes string-keyed maps only
  public static Map<String, Object> readObject(String text) throws IOException {
    Object value = read(text);
    if (!(value instanceof Map)) {
      throw new IOException("a JSON object was expected");
    }
    return (Map<String, Object>) value;
  }

  /**
   * Shows each object in the arrays of this name, wherever they are in the document, one at a time:
   * for documents that are too large to be read as a whole.
   *
   * @throws IOException when the text is not JSON; what was shown until then was right
   */
  @SuppressWarnings("unchecked") // read() makes string-keyed maps only
  public static void eachIn(InputStream document, String array, Consumer<Map<String, Object>> each)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(document)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_ARRAY || !array.equals(parser.currentName())) {
          continue;
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          Object element = read(parser);
          if (element instanceof Map) {
            each.accept((Map<String, Object>) element);
          }
        }
      }
    }
  }

  /** A member that has to be a number; the fallback when it is not there or something else. */
  public static long number(Map<?, ?> object, String name, long fallback) {
    Object value = object.get(name);
    return value instanceof Number ? ((Number) value).longValue() : fallback;
  }

  /** A member as text; the fallback when it is not there or null. */
  public static String text(Map<?, ?> object, String name, String fallback) {
    Object value = object.get(name);
    return value == null ? fallback : value.toString();
  }

  /** A member that has to be an array; empty when it is not. */
  public static List<?> list(Map<?, ?> object, String name) {
    Object value = object.get(name);
    return value instanceof List ? (List<?>) value : Collections.emptyList();
  }

  /** A member that has to be an object; empty when it is not. */
  public static Map<?, ?> object(Map<?, ?> object, String name) {
    Object value = object.get(name);
    return value instanceof Map ? (Map<?, ?>) value : Collections.emptyMap();
  }

  private static String write(Object value, boolean pretty) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      if (pretty) {
        json.setPrettyPrinter(
            new DefaultPrettyPrinter()
                .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"))
                .withObjectIndenter(new DefaultIndenter("  ", "\n")));
      }
      write(json, value);
    } catch (IOException impossible) {
      throw new IllegalStateException("a string writer failed", impossible);
    }
    return out.toString();
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
    } else if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean) {
      json.writeBoolean((Boolean) value);
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof Number) {
      json.writeNumber(((Number) value).longValue());
    } else {
      json.writeString(value.toString());
    }
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("an empty text is no JSON document");
    }
    switch (token) {
      case START_OBJECT:
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          putNullable(object, name, read(parser));
        }
        return object;
      case START_ARRAY:
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          addNullable(array, read(parser));
        }
        return array;
      case VALUE_NUMBER_INT:
        return parser.getLongValue();
      case VALUE_NUMBER_FLOAT:
        return parser.getDoubleValue();
      case VALUE_TRUE:
        return true;
      case VALUE_FALSE:
        return false;
      case VALUE_NULL:
        return null;
      default:
        return parser.getText();
    }
  }

  @SuppressWarnings("NullAway") // JSON has null, and these maps keep it
  private static void putNullable(Map<String, Object> object, String name, @Nullable Object value) {
    object.put(name, value);
  }

  @SuppressWarnings("NullAway") // as above
  private static void addNullable(List<Object> array, @Nullable Object value) {
    array.add(value);
  }
}
