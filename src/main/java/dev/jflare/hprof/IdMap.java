package dev.jflare.hprof;

import dev.jflare.lang.Nullable;
import java.util.Arrays;

/**
 * Values by the ids of a dump: a hash table without boxing, because it is asked for each object.
 */
final class IdMap<V> {
  private static final int FIRST_CAPACITY = 1 << 12;

  /** 2^64 divided by the golden ratio (Knuth's multiplicative hashing). */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[FIRST_CAPACITY];
  private Object[] values = new Object[FIRST_CAPACITY];
  private int size;

  @SuppressWarnings("unchecked") // only put fills the table
  @Nullable
  V get(long id) {
    return (V) values[slot(id)];
  }

  void put(long id, V value) {
    int slot = slot(id);
    if (values[slot] == null && 2 * ++size > keys.length) {
      grow();
      slot = slot(id);
    }
    keys[slot] = id;
    values[slot] = value;
  }

  int size() {
    return size;
  }

  /** Where the id is, or the free place where it would be. */
  private int slot(long id) {
    int mask = keys.length - 1;
    int slot = (int) ((id * SPREAD) >>> 40) & mask;
    while (values[slot] != null && keys[slot] != id) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new Object[2 * oldKeys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
    Arrays.fill(oldValues, null);
  }
}
