package dev.jflare.scrub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON as a tree of plain values. */
final class JsonTree {
  private static final ObjectReader READER =
      JsonMapper.builder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .readerFor(Object.class);
  private static final String HEX = "0123456789abcdef";

  private JsonTree() {}

  /**
   * The one value of this text.
   *
   * @throws IOException when it is no JSON, empty, or has something behind the value
   */
  static @Nullable Object one(String text) throws IOException {
    List<Object> values = all(text);
    if (values.size() != 1) {
      throw new IOException("expected one JSON value, found " + values.size());
    }
    return values.get(0);
  }

  /** All values of this text, one behind the other; none when it is empty. */
  static List<Object> all(String text) throws IOException {
    List<Object> values = new ArrayList<>();
    try (JsonParser parser = READER.createParser(text);
        MappingIterator<Object> iterator = READER.readValues(parser)) {
      while (iterator.hasNextValue()) {
        values.add(iterator.nextValue());
      }
    }
    return values;
  }

  /** As Go's encoding/json with an indent of two: keys sorted, all numbers through double. */
  static String writeAsGo(@Nullable Object root) {
    StringBuilder out = new StringBuilder();
    new Writer(out, true).value(root, "\n");
    return out.toString();
  }

  /** As {@link #writeAsGo}, but keys stay in their order and numbers as they are. */
  static String write(@Nullable Object root) {
    StringBuilder out = new StringBuilder();
    new Writer(out, false).value(root, "\n");
    return out.toString();
  }

  private static final class Writer {
    private final StringBuilder out;
    private final boolean asGo;

    Writer(StringBuilder out, boolean asGo) {
      this.out = out;
      this.asGo = asGo;
    }

    void value(@Nullable Object value, String newline) {
      if (value instanceof Map) {
        map((Map<?, ?>) value, newline);
      } else if (value instanceof List) {
        list((List<?>) value, newline);
      } else if (value instanceof String) {
        string((String) value);
      } else if (value instanceof Number && asGo) {
        out.append(GoNumbers.json(((Number) value).doubleValue()));
      } else {
        out.append(value);
      }
    }

    private void map(Map<?, ?> map, String newline) {
      Map<?, ?> ordered = asGo ? new TreeMap<Object, Object>(map) : map;
      String below = newline + "  ";
      String separator = "{";
      for (Map.Entry<?, ?> entry : ordered.entrySet()) {
        out.append(separator).append(below);
        string(String.valueOf(entry.getKey()));
        out.append(": ");
        value(entry.getValue(), below);
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : newline + "}");
    }

    private void list(List<?> list, String newline) {
      String below = newline + "  ";
      String separator = "[";
      for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
        out.append(separator).append(below);
        value(items.next(), below);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : newline + "]");
    }

    private void string(String text) {
      out.append('"');
      for (int i = 0; i < text.length(); i++) {
        character(text.charAt(i));
      }
      out.append('"');
    }

    private void character(char c) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c < ' ' || c == '\u2028' || c == '\u2029' || (asGo && "<>&".indexOf(c) >= 0)) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(HEX.charAt(c >> shift & 0xf));
        }
      } else {
        out.append(c);
      }
    }
  }
}
