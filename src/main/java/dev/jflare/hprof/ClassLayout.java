package dev.jflare.hprof;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.Arrays;

/** The fields of a class: first its own, then those of its super class, and so on. */
final class ClassLayout {
  private final long superId;
  private final byte[] types;

  /** Whether its numbers are counters that stay. */
  private final boolean counters;

  /** Pairs of offsets between which an instance becomes zero; null until it is asked for. */
  private @Nullable int[] zeroes;

  private int size;
  private int zeroedFields;

  /**
   * @param types of its own fields, in their order
   */
  ClassLayout(long superId, byte[] types, boolean counters) {
    this.superId = superId;
    this.types = types;
    this.counters = counters;
  }

  /** Bytes of an instance's fields; known after {@link #zeroes}. */
  int size() {
    return size;
  }

  /** How many fields of an instance become zero; known after {@link #zeroes}. */
  int zeroedFields() {
    return zeroedFields;
  }

  /**
   * What of an instance becomes zero, as pairs of start and end.
   *
   * @throws IOException when the description of a super class is missing
   */
  int[] zeroes(IdMap<ClassLayout> classes, int idBytes) throws IOException {
    int[] known = zeroes;
    if (known == null) {
      known = build(classes, idBytes);
      zeroes = known;
    }
    return known;
  }

  private int[] build(IdMap<ClassLayout> classes, int idBytes) throws IOException {
    int[] pairs = new int[8];
    int count = 0;
    int at = 0;
    boolean keeps = false; // a collection's super classes count for it, AbstractList's modCount
    ClassLayout type = this;
    for (int depth = 0; type != null; depth++) {
      if (depth > classes.size()) {
        throw new IOException("heap dump is damaged: a class is its own super class");
      }
      keeps |= type.counters;
      for (byte field : type.types) {
        int bytes = HeapType.bytes(field, idBytes);
        boolean counter = keeps && (field == HeapType.INT || field == HeapType.LONG);
        if (field != HeapType.OBJECT && !counter) {
          zeroedFields++;
          if (count > 0 && pairs[count - 1] == at) {
            pairs[count - 1] = at + bytes;
          } else {
            pairs = count == pairs.length ? Arrays.copyOf(pairs, 2 * count) : pairs;
            pairs[count++] = at;
            pairs[count++] = at + bytes;
          }
        }
        at += bytes;
      }
      type = above(type, classes);
    }
    size = at;
    return Arrays.copyOf(pairs, count);
  }

  private static @Nullable ClassLayout above(ClassLayout type, IdMap<ClassLayout> classes)
      throws IOException {
    if (type.superId == 0) {
      return null;
    }
    ClassLayout above = classes.get(type.superId);
    if (above == null) {
      throw new IOException("heap dump has an instance whose super class it has not described yet");
    }
    return above;
  }
}
