package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Adds up allocations, which are most of what a recording holds, by the ids of their chunk: names
 * have to be found for each different row only. Their times are dropped.
 */
final class AllocationSums {
  /** Different rows that are kept at a time: 1.3 MB. */
  private static final int MOST = 1 << 14;

  private static final int SLOTS = 2 * MOST;

  /** A slot is five numbers side by side, because most of the time is spent fetching them. */
  private static final int SLOT = 5;

  private static final int TYPE = 1;
  private static final int SIZE = 2;
  private static final int OBJECTS = 3;
  private static final int BYTES = 4;

  private static final long NO_TYPE = Long.MIN_VALUE;

  /** How many weights are remembered; a program has few sizes that are frequent. */
  private static final int WEIGHTS = 1 << 10;

  /** Of each slot stack and thread, type, size, and two sums as bits, 0 when it is free. */
  private final long[] slots = new long[SLOTS * SLOT];

  private final long[] weighedSizes = new long[WEIGHTS];
  private final long[] weighedBuffers = new long[WEIGHTS];
  private final double[] weights = new double[WEIGHTS];
  private final long[] knownTypes = new long[WEIGHTS];
  private final boolean[] arrays = new boolean[WEIGHTS];
  private @Nullable Sink sink;
  private @Nullable LongFunction<String> names;
  private @Nullable Weight weighing;
  private int size;

  /**
   * The next chunk begins: its ids and weights are its own.
   *
   * @param types dotted names of classes by their ids, empty when unknown
   * @param taker where the sums go
   */
  void begin(LongFunction<String> types, Weight ofChunk, Sink taker) {
    sink = taker;
    names = types;
    weighing = ofChunk;
    Arrays.fill(weighedSizes, -1);
    Arrays.fill(knownTypes, NO_TYPE);
  }

  /** Adds one; see {@link dev.jflare.jfr.ChunkEvents.Sink}. */
  void add(int thread, int stack, long type, long objectSize, long buffer) {
    double weight = weight(objectSize, buffer);
    long rounded = isArray(type) ? ObjectSize.rounded(objectSize) : objectSize;
    int slot = slot(((long) stack << 32) | (thread & 0xffffffffL), type, rounded);
    addAt(slot + OBJECTS, weight);
    addAt(slot + BYTES, weight * objectSize);
    if (size == MOST) {
      end();
    }
  }

  /** Hands out the sums and forgets them. */
  void end() {
    for (int slot = 0; slot < slots.length && size > 0; slot += SLOT) {
      double objects = Double.longBitsToDouble(slots[slot + OBJECTS]);
      if (objects > 0) {
        double bytes = Double.longBitsToDouble(slots[slot + BYTES]);
        int thread = (int) slots[slot];
        int stack = (int) (slots[slot] >>> 32);
        double[] sums = {objects, bytes};
        present(sink).sum(thread, stack, slots[slot + TYPE], slots[slot + SIZE], sums);
        slots[slot + OBJECTS] = 0;
        slots[slot + BYTES] = 0;
        size--;
      }
    }
  }

  private void addAt(int at, double value) {
    slots[at] = Double.doubleToRawLongBits(Double.longBitsToDouble(slots[at]) + value);
  }

  private int slot(long stackAndThread, long type, long rounded) {
    long mix = (stackAndThread * 0x9E3779B97F4A7C15L + type) * 0xC2B2AE3D27D4EB4FL;
    mix = ((mix ^ mix >>> 32) + rounded) * 0x9E3779B97F4A7C15L;
    int slot = ((int) (mix >>> 40) & (SLOTS - 1)) * SLOT;
    while (slots[slot + OBJECTS] != 0) {
      if (slots[slot] == stackAndThread
          && slots[slot + TYPE] == type
          && slots[slot + SIZE] == rounded) {
        return slot;
      }
      slot = slot + SLOT == slots.length ? 0 : slot + SLOT;
    }
    slots[slot] = stackAndThread;
    slots[slot + TYPE] = type;
    slots[slot + SIZE] = rounded;
    size++;
    return slot;
  }

  private double weight(long objectSize, long buffer) {
    int slot = (int) (objectSize ^ objectSize >>> 10 ^ buffer) & (WEIGHTS - 1);
    if (weighedSizes[slot] != objectSize || weighedBuffers[slot] != buffer) {
      weighedSizes[slot] = objectSize;
      weighedBuffers[slot] = buffer;
      weights[slot] = present(weighing).of(objectSize, buffer);
    }
    return weights[slot];
  }

  private boolean isArray(long type) {
    int slot = (int) type & (WEIGHTS - 1);
    if (knownTypes[slot] != type) {
      knownTypes[slot] = type;
      arrays[slot] = ObjectSize.varies(present(names).apply(type));
    }
    return arrays[slot];
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("an allocation before its chunk");
    }
    return value;
  }

  /** How many objects an event stands for. */
  interface Weight {
    /**
     * @param size of the object, in bytes
     * @param buffer as the event has it
     * @return above 0
     */
    double of(long size, long buffer);
  }

  /** Takes the sums; ids are those of the chunk. */
  interface Sink {
    /**
     * One row.
     *
     * @param size of the objects, as their label has it
     * @param objectsAndBytes what the samples stand for
     */
    void sum(int thread, int stack, long type, long size, double[] objectsAndBytes);
  }
}
