package dev.jflare.pprof;

import dev.jflare.lang.Nullable;
import dev.jflare.pprof.Pprof.Sample;
import dev.jflare.pprof.Pprof.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a profile of any producer. Tables may come in any order, so samples are resolved last. */
public final class PprofReader {
  private final List<String> strings = new ArrayList<>();
  private final List<long[]> sampleTypes = new ArrayList<>();
  private final List<ProtoReader> samples = new ArrayList<>();
  private final Map<Long, ProtoReader> locations = new HashMap<>();
  private final Map<Long, List<Frame>> resolved = new HashMap<>();
  private final Map<Long, long[]> functions = new HashMap<>();
  private final Map<Long, Long> mappingNames = new HashMap<>();
  private final List<Long> comments = new ArrayList<>();
  private final Pprof.Header header = new Pprof.Header();
  private long[] periodType = {0, 0};
  private long defaultSampleType;

  private PprofReader() {}

  /**
   * Reads a message of profile.proto.
   *
   * @param proto not compressed
   * @throws IOException when the bytes are no profile, or refer to something they do not hold
   */
  public static Pprof read(byte[] proto) throws IOException {
    PprofReader reader = new PprofReader();
    reader.readTables(new ProtoReader(proto));
    return reader.resolve();
  }

  private void readTables(ProtoReader in) throws IOException {
    while (in.next()) {
      switch (in.field()) {
        case 1:
          sampleTypes.add(fields(in.message(), 2));
          break;
        case 2:
          samples.add(in.message());
          break;
        case 3:
          long[] mapping = fields(in.message(), 5);
          mappingNames.put(mapping[0], mapping[4]);
          break;
        case 4:
          locations.put(fields(in.message(), 1)[0], in.message());
          break;
        case 5:
          long[] function = fields(in.message(), 4);
          functions.put(function[0], function);
          break;
        case 6:
          strings.add(in.text());
          break;
        default:
          readHeader(in);
      }
    }
  }

  private void readHeader(ProtoReader in) throws IOException {
    switch (in.field()) {
      case 9:
        header.timeNanos = in.number();
        break;
      case 10:
        header.durationNanos = in.number();
        break;
      case 11:
        periodType = fields(in.message(), 2);
        break;
      case 12:
        header.period = in.number();
        break;
      case 13:
        for (long comment : in.numbers()) {
          comments.add(comment);
        }
        break;
      case 14:
        defaultSampleType = in.number();
        break;
      default: // drop_frames, keep_frames and what a later format adds
    }
  }

  private Pprof resolve() throws IOException {
    if (strings.isEmpty() || sampleTypes.isEmpty()) {
      throw new IOException("not a pprof profile: no strings or no sample types");
    }
    for (long[] type : sampleTypes) {
      header.sampleTypes.add(valueType(type));
    }
    for (long comment : comments) {
      header.comments.add(string(comment));
    }
    header.periodType = valueType(periodType);
    header.defaultSampleType = string(defaultSampleType);
    List<Sample> result = new ArrayList<>(samples.size());
    for (ProtoReader sample : samples) {
      result.add(sample(sample));
    }
    return new Pprof(header, result);
  }

  private Sample sample(ProtoReader in) throws IOException {
    List<Frame> stack = new ArrayList<>();
    List<Long> values = new ArrayList<>();
    Map<String, String> labels = new LinkedHashMap<>();
    while (in.next()) {
      if (in.field() == 1) {
        for (long id : in.numbers()) {
          stack.addAll(location(id));
        }
      } else if (in.field() == 2) {
        for (long value : in.numbers()) {
          values.add(value);
        }
      } else if (in.field() == 3) {
        long[] label = fields(in.message(), 3);
        labels.put(string(label[0]), label[1] != 0 ? string(label[1]) : Long.toString(label[2]));
      }
    }
    if (values.size() != sampleTypes.size()) {
      throw new IOException(
          "a sample of " + values.size() + " values, expected " + sampleTypes.size());
    }
    return new Sample(stack, labels, values.stream().mapToLong(Long::longValue).toArray());
  }

  private List<Frame> location(long id) throws IOException {
    List<Frame> frames = resolved.get(id);
    if (frames == null) {
      frames = readLocation(present(locations.get(id), "location", id));
      resolved.put(id, frames);
    }
    return frames;
  }

  private List<Frame> readLocation(ProtoReader in) throws IOException {
    List<long[]> lines = new ArrayList<>();
    long mapping = 0;
    long address = 0;
    while (in.next()) {
      if (in.field() == 2) {
        mapping = in.number();
      } else if (in.field() == 3) {
        address = in.number();
      } else if (in.field() == 4) {
        lines.add(fields(in.message(), 2));
      }
    }
    String binary =
        mapping == 0 ? "" : string(present(mappingNames.get(mapping), "mapping", mapping));
    List<Frame> frames = new ArrayList<>();
    for (long[] line : lines) {
      frames.add(frame(line, binary));
    }
    if (frames.isEmpty()) { // not symbolized, as profiles of C programs are
      frames.add(Frame.nativeCode("0x" + Long.toHexString(address), binary));
    }
    return frames;
  }

  private Frame frame(long[] line, String binary) throws IOException {
    long[] function = present(functions.get(line[0]), "function", line[0]);
    String name = string(function[1]);
    String file = string(function[3]);
    return binary.equals(ProfileBuilder.NATIVE)
        ? Frame.nativeCode(name, file)
        : Frame.java(name, file, (int) line[1]);
  }

  private ValueType valueType(long[] type) throws IOException {
    return new ValueType(string(type[0]), string(type[1]));
  }

  private String string(long index) throws IOException {
    if (index < 0 || index >= strings.size()) {
      throw new IOException("string " + index + " of " + strings.size() + " does not exist");
    }
    return strings.get((int) index);
  }

  private static <T> T present(@Nullable T found, String what, long id) throws IOException {
    if (found == null) {
      throw new IOException(what + " " + id + " does not exist");
    }
    return found;
  }

  /** The numbers in fields 1 to count of a message; 0 for those not there. */
  private static long[] fields(ProtoReader message, int count) throws IOException {
    long[] numbers = new long[count];
    while (message.next()) {
      if (message.field() <= count && message.wireType() == ProtoReader.VARINT) {
        numbers[message.field() - 1] = message.number();
      }
    }
    return numbers;
  }
}
