package dev.jflare.pprof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds one profile in the format of profile.proto (github.com/google/pprof), so that {@code go
 * tool pprof}, Parca, Pyroscope and Grafana Alloy read it as one of Go's own. Rules kept, with who
 * needs them: ids are 1..N in table order (Parca); every location has a mapping and an address that
 * is the same in each run (Alloy tells samples apart by addresses alone); the mappings claim all
 * symbols, so nobody looks for binaries (go tool pprof).
 *
 * <p>Not compressed and not thread-safe. Samples are written as they come; adding up equal stacks
 * is the caller's part.
 */
public final class ProfileBuilder {
  static final String NATIVE = "[native]";

  private static final String BYTES = "bytes";

  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final Map<String, Integer> functions = new LinkedHashMap<>();
  private final Map<Frame, Integer> locations = new LinkedHashMap<>();
  private final ProtoWriter functionTable = new ProtoWriter();
  private final ProtoWriter locationTable = new ProtoWriter();
  private final ProtoWriter sampleTypes = new ProtoWriter();
  private final ProtoWriter samples = new ProtoWriter();

  /** Of the sample that is being written, and of a message in it. */
  private final ProtoWriter sample = new ProtoWriter();

  private final ProtoWriter part = new ProtoWriter();
  private final List<String> comments = new ArrayList<>();
  private int valueCount;
  private String periodType = "";
  private String periodUnit = "";
  private long period;
  private long timeNanos;
  private long durationNanos;
  private String defaultSampleType = "";

  /** An empty profile; its string table begins with the empty string, as the format demands. */
  public ProfileBuilder() {
    string("");
  }

  /** Adds a column; all columns come before the first sample. */
  public ProfileBuilder sampleType(String type, String unit) {
    sampleTypes.message(1, valueType(type, unit));
    valueCount++;
    return this;
  }

  /**
   * The event that samples are taken by, and how many units lie between two; Pyroscope needs it.
   */
  public ProfileBuilder period(String type, String unit, long every) {
    periodType = type;
    periodUnit = unit;
    period = every;
    return this;
  }

  /** When it was taken, in nanoseconds since 1970. */
  public ProfileBuilder timeNanos(long epochNanos) {
    timeNanos = epochNanos;
    return this;
  }

  /** How long it was recorded, in nanoseconds; Go leaves it out of heap profiles. */
  public ProfileBuilder durationNanos(long nanos) {
    durationNanos = nanos;
    return this;
  }

  /** The column shown first; without it tools take the last one. */
  public ProfileBuilder defaultSampleType(String type) {
    defaultSampleType = type;
    return this;
  }

  /** A remark for the reader, shown by {@code go tool pprof -comments}. */
  public ProfileBuilder comment(String text) {
    comments.add(text);
    return this;
  }

  /**
   * Adds a sample with text labels.
   *
   * @param leafFirst the stack, the running method first
   * @param labels text labels; those with an empty value are left out
   * @param values one for each column
   */
  public void sample(List<Frame> leafFirst, Map<String, String> labels, long... values) {
    Labels all = Labels.NONE;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      all = all.with(label.getKey(), label.getValue());
    }
    sample(leafFirst, all, values);
  }

  /**
   * Adds a sample.
   *
   * @param leafFirst the stack, the running method first
   * @param values one for each column
   */
  public void sample(List<Frame> leafFirst, Labels labels, long... values) {
    if (values.length != valueCount) {
      throw new IllegalArgumentException(
          "a sample of " + values.length + " values, expected " + valueCount);
    }
    long[] ids = new long[leafFirst.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = location(leafFirst.get(i));
    }
    sample.clear();
    sample.packed(1, ids, part).packed(2, values, part);
    for (int i = 0; i < labels.texts(); i++) {
      if (!labels.value(i).isEmpty()) {
        int value = string(labels.value(i));
        sample.message(3, part.clear().number(1, string(labels.name(i))).number(2, value));
      }
    }
    if (labels.bytes() > 0) { // without a unit, as in Go
      sample.message(3, part.clear().number(1, string(BYTES)).number(3, labels.bytes()));
    }
    samples.message(2, sample);
  }

  /** The profile as one message, not compressed. */
  public byte[] build() {
    ProtoWriter profile = new ProtoWriter();
    append(profile, sampleTypes);
    append(profile, samples);
    profile.message(3, mapping(SyntheticAddress.JAVA_MAPPING, "[java]"));
    profile.message(3, mapping(SyntheticAddress.NATIVE_MAPPING, NATIVE));
    append(profile, locationTable);
    append(profile, functionTable);
    ProtoWriter tail = tail(); // may still add strings
    for (String string : strings.keySet()) {
      profile.text(6, string);
    }
    append(profile, tail);
    return profile.toByteArray();
  }

  private ProtoWriter tail() {
    ProtoWriter tail = new ProtoWriter();
    tail.number(9, timeNanos).number(10, durationNanos);
    tail.message(11, valueType(periodType, periodUnit)).number(12, period);
    long[] indexes = new long[comments.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = string(comments.get(i));
    }
    if (indexes.length > 0) {
      tail.packed(13, indexes, part);
    }
    return tail.number(14, string(defaultSampleType));
  }

  private ProtoWriter valueType(String type, String unit) {
    return new ProtoWriter().number(1, string(type)).number(2, string(unit));
  }

  /** The four flags say: functions, files, lines and inlined frames are all here already. */
  private ProtoWriter mapping(int id, String name) {
    ProtoWriter mapping = new ProtoWriter().number(1, id);
    mapping.number(2, SyntheticAddress.mappingStart(id)).number(3, SyntheticAddress.mappingEnd(id));
    mapping.number(5, string(name));
    return mapping.number(7, 1).number(8, 1).number(9, 1).number(10, 1);
  }

  private int location(Frame frame) {
    Integer known = locations.get(frame);
    if (known != null) {
      return known;
    }
    int id = locations.size() + 1;
    locations.put(frame, id);
    int mapping = SyntheticAddress.mapping(frame);
    ProtoWriter line = new ProtoWriter().number(1, function(frame)).number(2, frame.line());
    ProtoWriter location = new ProtoWriter().number(1, id).number(2, mapping);
    location.number(3, SyntheticAddress.of(mapping, frame)).message(4, line);
    locationTable.message(4, location);
    return id;
  }

  private int function(Frame frame) {
    String key = frame.function() + '\n' + frame.file();
    Integer known = functions.get(key);
    if (known != null) {
      return known;
    }
    int id = functions.size() + 1;
    functions.put(key, id);
    int name = string(frame.function());
    ProtoWriter function = new ProtoWriter().number(1, id).number(2, name).number(3, name);
    functionTable.message(5, function.number(4, string(frame.file())));
    return id;
  }

  private int string(String value) {
    Integer known = strings.putIfAbsent(value, strings.size());
    return known != null ? known : strings.size() - 1;
  }

  private static void append(ProtoWriter target, ProtoWriter fields) {
    byte[] bytes = fields.toByteArray();
    target.raw(bytes, 0, bytes.length);
  }
}
