package dev.jflare.flare;

import dev.jflare.jvm.PerfData;
import dev.jflare.jvm.ProcessView;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the JVM's own count of safepoint time from its performance data file, which needs neither
 * the JVM's cooperation nor a lock in it. Other causes of safepoints, garbage collection first of
 * all, are in the figure too: it is an upper bound of what we caused.
 */
public final class SafepointClock implements PauseClock {
  private final PerfData data;

  private SafepointClock(PerfData data) {
    this.data = data;
  }

  /**
   * {@link PauseClock#UNKNOWN} when the JVM keeps no performance data ({@code -XX:-UsePerfData}).
   */
  public static PauseClock of(ProcessView process) {
    Optional<PerfData> data = PerfData.ifPresent(process);
    return data.isPresent() ? new SafepointClock(data.get()) : PauseClock.UNKNOWN;
  }

  @Override
  public Optional<PerfData.Safepoints> pauses() {
    try {
      return data.again().safepoint();
    } catch (IOException gone) {
      return Optional.empty(); // the JVM has ended, and its file with it
    }
  }
}
