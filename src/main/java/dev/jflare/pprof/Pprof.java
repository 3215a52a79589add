package dev.jflare.pprof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A profile that was read: what findings and tests ask for, not the whole format. */
public final class Pprof {
  private final Header header;
  private final List<Sample> samples;

  Pprof(Header header, List<Sample> samples) {
    this.header = header;
    this.samples = Collections.unmodifiableList(samples);
  }

  /** The columns that each sample has a value for. */
  public List<ValueType> sampleTypes() {
    return Collections.unmodifiableList(header.sampleTypes);
  }

  /** What the samples were taken by; both names are empty when not given. */
  public ValueType periodType() {
    return header.periodType;
  }

  /** How many units of the period type lie between two samples. */
  public long period() {
    return header.period;
  }

  /** Nanoseconds since 1970; 0 when not given. */
  public long timeNanos() {
    return header.timeNanos;
  }

  /** 0 when not given, as in Go's heap profiles. */
  public long durationNanos() {
    return header.durationNanos;
  }

  /** Empty when not given. */
  public String defaultSampleType() {
    return header.defaultSampleType;
  }

  /** Remarks of the producer. */
  public List<String> comments() {
    return Collections.unmodifiableList(header.comments);
  }

  /** All samples, in the order of the file. */
  public List<Sample> samples() {
    return samples;
  }

  /**
   * The column of this name.
   *
   * @throws IllegalArgumentException when the profile has no such column
   */
  public int column(String type) {
    for (int i = 0; i < header.sampleTypes.size(); i++) {
      if (header.sampleTypes.get(i).type().equals(type)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no column " + type + " among " + header.sampleTypes);
  }

  /** The sum of one column. */
  public long total(int column) {
    long sum = 0;
    for (Sample sample : samples) {
      sum += sample.value(column);
    }
    return sum;
  }

  /** Everything but the samples, as the reader gathers it. */
  static final class Header {
    final List<ValueType> sampleTypes = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    ValueType periodType = new ValueType("", "");
    String defaultSampleType = "";
    long period;
    long timeNanos;
    long durationNanos;
  }

  /** What a column counts: {@code cpu/nanoseconds}. */
  public static final class ValueType {
    private final String type;
    private final String unit;

    ValueType(String type, String unit) {
      this.type = type;
      this.unit = unit;
    }

    /** What is counted: {@code cpu}. */
    public String type() {
      return type;
    }

    /** In which unit: {@code nanoseconds}. */
    public String unit() {
      return unit;
    }

    @Override
    public String toString() {
      return type + "/" + unit;
    }
  }

  /** One stack with its labels and a value for each column. */
  public static final class Sample {
    private final List<Frame> stack;
    private final Map<String, String> labels;
    private final long[] values;

    Sample(List<Frame> stack, Map<String, String> labels, long[] values) {
      this.stack = Collections.unmodifiableList(stack);
      this.labels = Collections.unmodifiableMap(labels);
      this.values = values;
    }

    /** The running method first; inlined frames are frames like others. */
    public List<Frame> stack() {
      return stack;
    }

    /** Text labels, and numeric ones as their decimal text. */
    public Map<String, String> labels() {
      return labels;
    }

    /** The sample's value in this column. */
    public long value(int column) {
      return values[column];
    }
  }
}
