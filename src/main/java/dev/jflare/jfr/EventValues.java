package dev.jflare.jfr;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The numbers and texts that stand in one event; what is in pools or nested is passed over. */
final class EventValues {
  private static final int DEEPEST = 32;

  private final Map<String, Double> decimals = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  private EventValues() {}

  static EventValues read(Cursor cursor, JfrType type) throws IOException {
    EventValues values = new EventValues();
    for (JfrType.Field field : type.fields) {
      values.field(cursor, field, 0);
    }
    return values;
  }

  long number(String field) {
    return numbers.getOrDefault(field, 0L);
  }

  double decimal(String field) {
    return decimals.getOrDefault(field, 0.0);
  }

  /** Empty also when it is null or in a pool. */
  String text(String field) {
    return texts.getOrDefault(field, "");
  }

  private void field(Cursor cursor, JfrType.Field field, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw cursor.damaged("an event nests deeper than " + DEEPEST);
    }
    int count = field.array ? cursor.count() : 1;
    for (int i = 0; i < count; i++) {
      if (field.pooled) {
        cursor.varlong();
      } else {
        value(cursor, field, depth);
      }
    }
  }

  private void value(Cursor cursor, JfrType.Field field, int depth) throws IOException {
    switch (field.type.storage) {
      case INTEGER:
        put(field.name, cursor.varlong(), depth);
        break;
      case BYTE:
        put(field.name, cursor.next(), depth);
        break;
      case FOUR_BYTES:
        float single = Float.intBitsToFloat((int) bits(cursor, 4));
        decimals.put(field.name, (double) single);
        break;
      case EIGHT_BYTES:
        decimals.put(field.name, Double.longBitsToDouble(bits(cursor, 8)));
        break;
      case STRING:
        RawString string = RawString.read(cursor);
        if (string != null && depth == 0) {
          texts.put(field.name, string.text());
        }
        break;
      case FIELDS:
        for (JfrType.Field nested : field.type.fields) {
          field(cursor, nested, depth + 1);
        }
        break;
    }
  }

  private void put(String name, long value, int depth) {
    if (depth == 0) {
      numbers.put(name, value);
    }
  }

  private static long bits(Cursor cursor, int bytes) throws IOException {
    long bits = 0;
    for (byte b : cursor.bytes(bytes)) {
      bits = (bits << 8) | (b & 0xff);
    }
    return bits;
  }
}
