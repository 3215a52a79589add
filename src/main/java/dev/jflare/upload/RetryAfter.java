package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpDate;
import java.time.Duration;
import java.time.Instant;

/** The header Retry-After (RFC 9110 section 10.2.3): seconds, or a date. */
final class RetryAfter {
  /** More digits are no wait that anybody means, and would overflow. */
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * @param date the server's own Date, by which its clock's error cancels out; null or unreadable
   *     means ours
   * @return null when the header is absent or says nothing that can be read; never negative
   */
  static @Nullable Duration parse(@Nullable String header, @Nullable String date, Instant now) {
    String text = header == null ? "" : header.trim();
    if (text.matches("\\d{1," + MAX_DIGITS + "}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    Instant then = HttpDate.parse(text);
    if (then == null) {
      return null;
    }
    Instant server = HttpDate.parse(date);
    Duration wait = Duration.between(server == null ? now : server, then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
