package dev.jflare.flare;

import dev.jflare.jvm.PerfData.Safepoints;
import java.util.Optional;

/** How often and how long the JVM has stood still at safepoints since it started. */
public interface PauseClock {
  PauseClock UNKNOWN = Optional::empty;

  /** Empty when it does not say. */
  Optional<Safepoints> pauses();

  /** How long alone, in milliseconds; NaN when it does not say. */
  default double totalMillis() {
    return pauses().map(pauses -> pauses.total().toNanos() / 1e6).orElse(Double.NaN);
  }
}
