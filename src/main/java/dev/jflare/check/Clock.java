package dev.jflare.check;

import dev.jflare.lang.Nullable;
import dev.jflare.net.HttpDate;
import java.time.Duration;
import java.time.Instant;

/** This machine's clock beside the destination's, by the header Date of its answer. */
final class Clock {
  private static final Duration TOLERABLE = Duration.ofMinutes(5);

  private Clock() {}

  static Finding compare(@Nullable String date, Instant now) {
    Instant server = HttpDate.parse(date);
    if (server == null) {
      return Finding.ok("unknown: the answer has no date");
    }
    Duration ahead = Duration.between(server, now);
    long seconds = Math.abs(ahead.getSeconds());
    if (seconds <= 1) {
      return Finding.ok("as the destination's");
    }
    String words =
        seconds + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " the destination's";
    return seconds <= TOLERABLE.getSeconds()
        ? Finding.ok(words)
        : Finding.warn(
            words,
            "this machine's time has to be set: certificates seem expired or not yet valid, signed"
                + " requests are refused, and the flare's times mislead");
  }
}
