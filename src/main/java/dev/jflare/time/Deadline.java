package dev.jflare.time;

import java.time.Duration;

/** The moment by which something has to be over. Passed down, never made anew on the way. */
public final class Deadline {
  /** Longer than any flare, and still far from overflow: about 146 years. */
  private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

  private final Ticker ticker;
  private final long endNanos;

  private Deadline(Ticker ticker, long endNanos) {
    this.ticker = ticker;
    this.endNanos = endNanos;
  }

  public static Deadline after(Duration limit) {
    return after(limit, Ticker.SYSTEM);
  }

  public static Deadline after(Duration limit, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + nanosOf(limit));
  }

  /** This deadline, or the given time from now, whichever comes first. */
  public Deadline atMost(Duration limit) {
    long other = ticker.nanos() + nanosOf(limit);
    return other - endNanos < 0 ? new Deadline(ticker, other) : this;
  }

  /** What is left, in nanoseconds; 0 when it is over. */
  public long remainingNanos() {
    return Math.max(0, endNanos - ticker.nanos());
  }

  /** What is left, in milliseconds, rounded up so that a wait of this length does not end early. */
  public long remainingMillis() {
    return (remainingNanos() + 999_999) / 1_000_000;
  }

  public boolean expired() {
    return remainingNanos() == 0;
  }

  private static long nanosOf(Duration limit) {
    try {
      return Math.min(limit.toNanos(), FOREVER_NANOS);
    } catch (ArithmeticException tooLong) {
      return FOREVER_NANOS;
    }
  }
}
