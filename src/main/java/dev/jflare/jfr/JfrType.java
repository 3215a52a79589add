package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /** Whether a value is one number of variable length; a boolean is one, too. */
    boolean isNumber() {
      return !array && (pooled || type.storage == Storage.INTEGER || type.name.equals("boolean"));
    }

    boolean hasStrings() {
      return pooled ? type.storage == Storage.STRING : type.hasStrings();
    }
  }

  private static final Set<String> DESCRIBING =
      new HashSet<>(
          Arrays.asList(
              "jdk.ActiveSetting",
              "jdk.JVMInformation",
              "jdk.CPUInformation",
              "jdk.CPULoad",
              "jdk.CPUTimeSample",
              "jdk.YoungGarbageCollection",
              "jdk.GarbageCollection"));

  final long id;
  final String name;
  final Storage storage;

  /** Whether an event of it says something of the recording as a whole. */
  final boolean describesRecording;

  final List<Field> fields = new ArrayList<>();

  /** How many were counted. */
  long events;

  private @Nullable Boolean strings;

  JfrType(long id, String name) {
    this.id = id;
    this.name = name;
    this.storage = storage(name);
    this.describesRecording = DESCRIBING.contains(name);
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
