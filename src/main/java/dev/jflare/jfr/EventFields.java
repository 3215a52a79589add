package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.List;

/** Where some fields of a type stand in its events. */
final class EventFields {
  /** Of each field that is asked for, its place among those of the event; -1 when it has none. */
  private final int[] places;

  private final long[] numbers;

  private EventFields(int[] places, int last) {
    this.places = places;
    this.numbers = new long[last + 1];
  }

  /** Null when something that is no number stands before one of them. */
  static @Nullable EventFields of(JfrType type, List<String> names) {
    int[] places = new int[names.size()];
    int last = -1;
    for (int i = 0; i < places.length; i++) {
      places[i] = place(type, names.get(i));
      last = Math.max(last, places[i]);
    }
    for (int i = 0; i <= last; i++) {
      if (!type.fields.get(i).isNumber()) {
        return null;
      }
    }
    return new EventFields(places, last);
  }

  private static int place(JfrType type, String name) {
    for (int i = 0; i < type.fields.size(); i++) {
      if (type.fields.get(i).name.equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The values of an event whose first field comes next. */
  long[] read(Cursor cursor) throws IOException {
    cursor.numbers(numbers);
    long[] values = new long[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = places[i] < 0 ? 0 : numbers[places[i]];
    }
    return values;
  }
}
