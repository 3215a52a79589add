package dev.jflare.collect;

import java.util.Locale;

/** A row of a table for people, the same in every locale. */
final class Row {
  private Row() {}

  /** As {@link String#format}. */
  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
