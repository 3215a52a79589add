package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.List;

/** One class of a chunk's metadata: how many bytes a value takes and where strings are in it. */
final class JfrType {
  /** How a value is stored. */
  enum Storage {
    INTEGER,
    BYTE,
    FOUR_BYTES,
    EIGHT_BYTES,
    STRING,
    FIELDS
  }

  /** One field, in the order of storage. */
  static final class Field {
    final String name;
    final JfrType type;
    final boolean pooled;
    final boolean array;

    Field(String name, JfrType type, boolean pooled, boolean array) {
      this.name = name;
      this.type = type;
      this.pooled = pooled;
      this.array = array;
    }

    boolean hasStrings() {
      return pooled ? type.storage == Storage.STRING : type.hasStrings();
    }
  }

  final String name;
  final Storage storage;
  final List<Field> fields = new ArrayList<>();
  private @Nullable Boolean strings;

  JfrType(String name) {
    this.name = name;
    this.storage = storage(name);
  }

  private static Storage storage(String name) {
    switch (name) {
      case "boolean":
      case "byte":
        return Storage.BYTE;
      case "char":
      case "short":
      case "int":
      case "long":
        return Storage.INTEGER;
      case "float":
        return Storage.FOUR_BYTES;
      case "double":
        return Storage.EIGHT_BYTES;
      case "java.lang.String":
        return Storage.STRING;
      default:
        return Storage.FIELDS;
    }
  }

  /** Whether a value has a string in it or refers to the string pool; most events have none. */
  boolean hasStrings() {
    if (strings == null) {
      strings = true; // a type that contains itself has to be walked to be known
      strings = storage == Storage.STRING || fields.stream().anyMatch(Field::hasStrings);
    }
    return strings;
  }
}
