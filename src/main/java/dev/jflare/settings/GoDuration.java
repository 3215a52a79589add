package dev.jflare.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, because the Datadog Agent's settings and options do. */
public final class GoDuration {
  private static final Pattern WHOLE = Pattern.compile("(?:(?:\\d+\\.?\\d*|\\.\\d+)[a-zµμ]+)+");
  private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([a-zµμ]+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d*)?");

  /**
   * A bare number from here on is nanoseconds: as nanoseconds, less would be under a millisecond.
   */
  private static final BigDecimal NANOS_FROM = BigDecimal.valueOf(1_000_000);

  private GoDuration() {}

  /**
   * Reads {@code 30s}, {@code 1m30s}, {@code 1.5h}, {@code 250ms}, {@code 0}.
   *
   * @throws IllegalArgumentException when it is nothing of the kind, is negative or exceeds 292
   *     years, the range of Go
   */
  public static Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!WHOLE.matcher(text).matches()) {
      throw wrong(text);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(nanosOf(part.group(2), text));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    return ofNanos(nanos, text);
  }

  /**
   * As {@link #parse}, and a bare number too: seconds, as people write it, or from a million on
   * nanoseconds, as Go's own configuration reads it.
   */
  static Duration parseSetting(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return parse(text);
    }
    BigDecimal number = new BigDecimal(text);
    boolean nanos = number.compareTo(NANOS_FROM) >= 0;
    return ofNanos(nanos ? number : number.multiply(BigDecimal.valueOf(1_000_000_000)), text);
  }

  private static Duration ofNanos(BigDecimal nanos, String text) {
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw wrong(text);
    }
    return Duration.ofNanos(nanos.longValue());
  }

  private static long nanosOf(String unit, String text) {
    switch (unit) {
      case "ns":
        return 1;
      case "us":
      case "µs": // U+00B5, micro sign
      case "μs": // U+03BC, Greek mu
        return 1_000;
      case "ms":
        return 1_000_000;
      case "s":
        return 1_000_000_000;
      case "m":
        return 60_000_000_000L;
      case "h":
        return 3_600_000_000_000L;
      default:
        throw wrong(text);
    }
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "\"" + text + "\" is no duration, expected for example 30s or 1m30s");
  }
}
