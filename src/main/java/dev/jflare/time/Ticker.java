package dev.jflare.time;

/** A monotonic clock in nanoseconds, as {@link System#nanoTime}; tests bring their own. */
public interface Ticker {
  Ticker SYSTEM = System::nanoTime;

  long nanos();
}
