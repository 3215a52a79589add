package dev.jflare.time;

/**
 * The wall clock as profiles and recordings tell time: nanoseconds since 1970, by the millisecond.
 */
public final class EpochNanos {
  private static final long PER_MILLI = 1_000_000;

  private EpochNanos() {}

  public static long now() {
    return System.currentTimeMillis() * PER_MILLI;
  }
}
