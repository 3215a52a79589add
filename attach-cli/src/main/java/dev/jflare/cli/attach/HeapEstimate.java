package dev.jflare.cli.attach;

import dev.jflare.jvm.PerfData;
import dev.jflare.jvm.ProcessView;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How long a heap dump will stop a JVM, from what can be seen without asking it. An upper bound of
 * the heap in use: eden counts as full, because the JVM counts its objects only when it collects
 * garbage.
 */
public final class HeapEstimate {
  /**
   * Of heap in use, while it is masked beside it on two cores that had much else to do; measured by
   * src/bench/heap-dump.sh. An idle machine is several times faster.
   */
  static final long BYTES_PER_SECOND = 100_000_000;

  private final long bytes;
  private final String basis;

  private HeapEstimate(long bytes, String basis) {
    this.bytes = bytes;
    this.basis = basis;
  }

  /** The estimate for a JVM. */
  public static HeapEstimate of(ProcessView process) throws IOException {
    Optional<PerfData> data = PerfData.ifPresent(process);
    long used = data.isPresent() ? used(data.get().counters()) : 0;
    if (used > 0) {
      return new HeapEstimate(used, "in use or in eden");
    }
    for (String line : process.read("status").split("\n")) {
      if (line.startsWith("VmRSS:")) {
        long kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
        return new HeapEstimate(
            kilobytes << 10, "resident memory, as the JVM publishes no counters");
      }
    }
    throw new IOException("nothing is known of the heap of " + process);
  }

  private static long used(Map<String, Object> counters) {
    long used = 0;
    for (Map.Entry<String, Object> counter : counters.entrySet()) {
      String name = counter.getKey();
      if (name.matches("sun\\.gc\\.generation\\.\\d+\\.space\\.\\d+\\.used")) {
        String space = name.substring(0, name.length() - "used".length());
        boolean eden = "eden".equals(counters.get(space + "name"));
        Object value = eden ? counters.get(space + "capacity") : counter.getValue();
        used += value instanceof Long ? (Long) value : 0;
      }
    }
    return used;
  }

  /** Bytes of heap. */
  public long bytes() {
    return bytes;
  }

  /** The time the JVM will stand still. */
  public Duration pause() {
    return Duration.ofMillis(bytes * 1000 / BYTES_PER_SECOND);
  }

  /** {@code about 4.2 s, for 420 MB in use or in eden at 100 MB/s}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "about %.1f s, for %d MB %s at %d MB/s",
        pause().toMillis() / 1000.0,
        bytes / 1_000_000,
        basis,
        BYTES_PER_SECOND / 1_000_000);
  }
}
