package dev.jflare.pprof;

import dev.jflare.pprof.Pprof.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A profile as the text that Go prints for {@code debug=1}: a line of totals, then for each stack
 * its values with the addresses, and the frames as comments below. {@code go tool pprof} reads it
 * too. A cycle of Go's is a nanosecond here.
 */
final class PprofText {
  private final StringBuilder text = new StringBuilder();
  private final Pprof profile;

  private PprofText(Pprof profile) {
    this.profile = profile;
  }

  static String of(GoProfile kind, Pprof profile) {
    PprofText table = new PprofText(profile);
    switch (kind) {
      case HEAP:
      case ALLOCS:
        table.heap();
        break;
      case MUTEX:
        table.text.append("--- mutex:\ncycles/second=1000000000\nsampling period=1\n");
        table.contentions();
        break;
      case BLOCK:
        table.text.append("--- contention:\ncycles/second=1000000000\n");
        table.contentions();
        break;
      default:
        table.counts(kind.path());
    }
    table.comments();
    return table.text.toString();
  }

  private void heap() {
    int[] columns = {
      profile.column("inuse_objects"),
      profile.column("inuse_space"),
      profile.column("alloc_objects"),
      profile.column("alloc_space")
    };
    long[] totals = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      totals[i] = profile.total(columns[i]);
    }
    // the number is twice the sampling interval: the reader of this old format halves it
    text.append("heap profile: ").append(heapValues(totals));
    text.append(" @ heap/").append(2 * profile.period()).append('\n');
    for (Sample sample : byValue(columns[1])) {
      long[] values = new long[columns.length];
      for (int i = 0; i < columns.length; i++) {
        values[i] = sample.value(columns[i]);
      }
      text.append(heapValues(values)).append(addresses(sample)).append('\n');
      frames(sample);
    }
  }

  private static String heapValues(long[] v) {
    return v[0] + ": " + v[1] + " [" + v[2] + ": " + v[3] + "]";
  }

  private void contentions() {
    int contentions = profile.column("contentions");
    int delay = profile.column("delay");
    for (Sample sample : byValue(delay)) {
      text.append(sample.value(delay)).append(' ').append(sample.value(contentions));
      text.append(addresses(sample)).append('\n');
      frames(sample);
    }
  }

  private void counts(String name) {
    text.append(name).append(" profile: total ").append(profile.total(0)).append('\n');
    for (Sample sample : byValue(0)) {
      text.append(sample.value(0)).append(addresses(sample)).append('\n');
      labels(sample);
      frames(sample);
    }
  }

  private void labels(Sample sample) {
    List<String> labels = new ArrayList<>();
    sample.labels().forEach((name, value) -> labels.add(quoted(name) + ":" + quoted(value)));
    if (!labels.isEmpty()) {
      text.append("# labels: {").append(String.join(", ", labels)).append("}\n");
    }
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace('\n', ' ') + '"';
  }

  private void comments() {
    for (String comment : profile.comments()) {
      text.append("# ").append(comment.replace('\n', ' ')).append('\n');
    }
  }

  /** The largest first, and equal ones always in the same order. */
  private List<Sample> byValue(int column) {
    Map<Sample, String> keys = new LinkedHashMap<>();
    profile.samples().forEach(sample -> keys.put(sample, addresses(sample)));
    List<Sample> samples = new ArrayList<>(profile.samples());
    samples.sort(
        Comparator.<Sample>comparingLong(sample -> sample.value(column))
            .reversed()
            .thenComparing(sample -> keys.getOrDefault(sample, "")));
    return samples;
  }

  private static String addresses(Sample sample) {
    StringBuilder line = new StringBuilder(" @");
    for (Frame frame : sample.stack()) {
      line.append(String.format(Locale.ROOT, " %#x", SyntheticAddress.of(frame)));
    }
    return line.toString();
  }

  private void frames(Sample sample) {
    for (Frame frame : sample.stack()) {
      text.append(String.format(Locale.ROOT, "#\t%#x\t", SyntheticAddress.of(frame)));
      text.append(frame.function()).append('\t').append(frame.file());
      text.append(':').append(frame.line()).append('\n');
    }
    text.append('\n');
  }
}
