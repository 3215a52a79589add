package dev.jflare.pprof;

import java.util.Arrays;

/**
 * The labels of one sample: texts, and the one number that Go writes, the size of a heap sample's
 * objects. Immutable; a text that is empty is as good as not there.
 */
public final class Labels {
  /** No labels at all. */
  public static final Labels NONE = new Labels(new String[0], 0);

  private final String[] namesAndValues;
  private final long bytes;
  private final int hash;

  private Labels(String[] namesAndValues, long bytes) {
    this.namesAndValues = namesAndValues;
    this.bytes = bytes;
    this.hash = Arrays.hashCode(namesAndValues) * 31 + Long.hashCode(bytes);
  }

  /** Text labels, in their order: a name, its value, the next name, its value. */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          namesAndValues.length + " names and values, expected pairs");
    }
    return new Labels(namesAndValues.clone(), 0);
  }

  /** The same labels and one more at their end. */
  public Labels with(String name, String value) {
    String[] more = Arrays.copyOf(namesAndValues, namesAndValues.length + 2);
    more[namesAndValues.length] = name;
    more[namesAndValues.length + 1] = value;
    return new Labels(more, bytes);
  }

  /**
   * The same labels with the label {@code bytes}, which a tool can filter by ({@code
   * -tagfocus=1mb:}).
   *
   * @param objectSize of each object of the sample; 0 when unknown, and then there is no label
   */
  public Labels withBytes(long objectSize) {
    return new Labels(namesAndValues, objectSize);
  }

  /** The same labels without the text label of this name. */
  public Labels without(String name) {
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equals(name)) {
        String[] rest = new String[namesAndValues.length - 2];
        System.arraycopy(namesAndValues, 0, rest, 0, i);
        System.arraycopy(namesAndValues, i + 2, rest, i, rest.length - i);
        return new Labels(rest, bytes);
      }
    }
    return this;
  }

  int texts() {
    return namesAndValues.length / 2;
  }

  String name(int index) {
    return namesAndValues[2 * index];
  }

  String value(int index) {
    return namesAndValues[2 * index + 1];
  }

  long bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Labels)) {
      return false;
    }
    Labels that = (Labels) other;
    return hash == that.hash
        && bytes == that.bytes
        && Arrays.equals(namesAndValues, that.namesAndValues);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(namesAndValues) + " bytes=" + bytes;
  }
}
