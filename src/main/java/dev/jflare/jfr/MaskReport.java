package dev.jflare.jfr;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What masking a recording has done, for the manifest. */
public final class MaskReport {
  private final Map<String, Long> maskedByField = new TreeMap<>();
  private int chunks;
  private long bytes;
  private long cutBytes;
  private long strings;

  MaskReport() {}

  void chunk(long size) {
    chunks++;
    bytes += size;
  }

  void cut(long count) {
    cutBytes = count;
  }

  void seen() {
    strings++;
  }

  void masked(StringField field) {
    maskedByField.merge(field.toString(), 1L, Long::sum);
  }

  /** Finished chunks, all of them in the copy. */
  public int chunks() {
    return chunks;
  }

  /** The size of the copy. */
  public long bytes() {
    return bytes;
  }

  /**
   * Bytes at the end of the recording that are not in the copy because their chunk is unfinished.
   */
  public long cutBytes() {
    return cutBytes;
  }

  /** Strings looked at. */
  public long strings() {
    return strings;
  }

  /** Strings that lost something. */
  public long masked() {
    long sum = 0;
    for (long count : maskedByField.values()) {
      sum += count;
    }
    return sum;
  }

  /** Masked strings by {@code type.field}; a view. */
  public Map<String, Long> maskedByField() {
    return Collections.unmodifiableMap(maskedByField);
  }
}
