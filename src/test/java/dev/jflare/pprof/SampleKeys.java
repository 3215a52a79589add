package dev.jflare.pprof;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums a profile's samples up as two kinds of reader do: Grafana Alloy's delta knows a sample by
 * the addresses of its locations and its labels, and by nothing else; a person, by names and lines.
 */
public final class SampleKeys {
  private SampleKeys() {}

  /** Sums by the addresses and labels of the samples. */
  public static Map<String, List<Long>> byAddress(byte[] proto) throws IOException {
    List<String> strings = new ArrayList<>();
    Map<Long, Long> addresses = new HashMap<>();
    ProtoReader tables = new ProtoReader(proto);
    while (tables.next()) {
      if (tables.field() == 4) {
        long[] location = numbers(tables.message(), 3);
        addresses.put(location[0], location[2]);
      } else if (tables.field() == 6) {
        strings.add(tables.text());
      }
    }
    Map<String, List<Long>> sums = new HashMap<>();
    ProtoReader in = new ProtoReader(proto);
    while (in.next()) {
      if (in.field() == 2) {
        ProtoReader sample = in.message();
        StringBuilder key = new StringBuilder();
        Map<String, String> labels = new TreeMap<>();
        List<Long> values = new ArrayList<>();
        while (sample.next()) {
          if (sample.field() == 1) {
            for (long id : sample.numbers()) {
              key.append(Long.toHexString(addresses.get(id))).append(' ');
            }
          } else if (sample.field() == 2) {
            for (long value : sample.numbers()) {
              values.add(value);
            }
          } else if (sample.field() == 3) {
            long[] label = numbers(sample.message(), 3);
            String text = label[1] == 0 ? Long.toString(label[2]) : strings.get((int) label[1]);
            labels.put(strings.get((int) label[0]), text);
          }
        }
        add(sums, key.append(labels).toString(), values);
      }
    }
    return sums;
  }

  /** Sums by methods, lines and labels. */
  public static Map<String, List<Long>> byName(byte[] proto) throws IOException {
    Pprof profile = PprofReader.read(proto);
    Map<String, List<Long>> sums = new HashMap<>();
    for (Pprof.Sample sample : profile.samples()) {
      List<Long> values = new ArrayList<>();
      for (int i = 0; i < profile.sampleTypes().size(); i++) {
        values.add(sample.value(i));
      }
      add(sums, sample.stack() + " " + new TreeMap<>(sample.labels()), values);
    }
    return sums;
  }

  /** What is in the second and not in the first, key by key, as sorted values. */
  public static List<String> delta(Map<String, List<Long>> first, Map<String, List<Long>> second) {
    List<String> differences = new ArrayList<>();
    second.forEach(
        (key, values) -> {
          List<Long> before = first.get(key);
          List<Long> difference = new ArrayList<>();
          for (int i = 0; i < values.size(); i++) {
            difference.add(values.get(i) - (before == null ? 0 : before.get(i)));
          }
          differences.add(difference.toString());
        });
    differences.sort(String::compareTo);
    return differences;
  }

  private static void add(Map<String, List<Long>> sums, String key, List<Long> values) {
    List<Long> row = sums.computeIfAbsent(key, unused -> new ArrayList<>());
    for (int i = 0; i < values.size(); i++) {
      if (i == row.size()) {
        row.add(0L);
      }
      row.set(i, row.get(i) + values.get(i));
    }
  }

  private static long[] numbers(ProtoReader message, int count) throws IOException {
    long[] numbers = new long[count];
    while (message.next()) {
      if (message.field() <= count && message.wireType() == ProtoReader.VARINT) {
        numbers[message.field() - 1] = message.number();
      }
    }
    return numbers;
  }
}
