package dev.jflare.flare;

import dev.jflare.jvm.PerfData.Safepoints;
import java.util.Optional;

/** How often and how long the JVM has stood still at safepoints since it started. */
public interface PauseClock {
  PauseClock UNKNOWN = Optional::empty;

  /** Empty when it does not say. */
  Optional<Safepoints> pauses();
}
