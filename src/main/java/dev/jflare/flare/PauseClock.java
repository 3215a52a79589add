package dev.jflare.flare;

/**
 * How long the JVM has stood still at safepoints since it started, in milliseconds; NaN when it
 * does not say.
 */
public interface PauseClock {
  PauseClock UNKNOWN = () -> Double.NaN;

  double totalMillis();
}
