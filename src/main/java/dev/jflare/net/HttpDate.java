package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Dates in headers (RFC 9110 section 5.6.7). The JDK's RFC 1123 format reads them, but writes the
 * first nine days of a month with one digit.
 */
public final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  /** For the header Date, by which clients compare clocks. */
  static String now() {
    return of(Instant.now());
  }

  static String of(Instant instant) {
    return FORMAT.format(instant);
  }

  /** Null when there is none, or none that can be read. */
  public static @Nullable Instant parse(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.trim()));
    } catch (DateTimeException noDate) {
      return null;
    }
  }
}
