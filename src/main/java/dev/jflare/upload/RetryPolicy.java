package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.time.Pause;
import dev.jflare.time.Ticker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When a failed upload is tried again: three attempts as the Datadog Agent's (reference section
 * 4.7), the first pause 1 s as there, then doubled and spread, so that many that failed together do
 * not come back together. A server that says when to come back is obeyed within the budget, which
 * bounds the time of trying: pauses and standing still, not the time in which bytes move.
 */
public final class RetryPolicy {
  /** 10 minutes. */
  public static final RetryPolicy DEFAULT = of(Duration.ofMinutes(10));

  static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** How much a pause after the first is lengthened at most. */
  private static final double SPREAD = 0.5;

  private final Duration budget;
  private final Ticker ticker;
  private final Pause pause;
  private final DoubleSupplier chance;

  RetryPolicy(Duration budget, Ticker ticker, Pause pause, DoubleSupplier chance) {
    this.budget = budget;
    this.ticker = ticker;
    this.pause = pause;
    this.chance = chance;
  }

  public static RetryPolicy of(Settings settings) {
    return of(settings.duration(Setting.UPLOAD_BUDGET));
  }

  private static RetryPolicy of(Duration budget) {
    return new RetryPolicy(
        budget, Ticker.SYSTEM, Pause.REAL, () -> ThreadLocalRandom.current().nextDouble());
  }

  Duration budget() {
    return budget;
  }

  Ticker ticker() {
    return ticker;
  }

  void pause(Duration length) throws InterruptedException {
    pause.take(length);
  }

  /**
   * @param failures attempts that have failed, from 1
   * @param asked what the server wants us to wait; null when it said nothing
   */
  Duration pauseAfter(int failures, @Nullable Duration asked) {
    long millis = FIRST_PAUSE.toMillis() << (failures - 1);
    Duration own =
        failures == 1
            ? FIRST_PAUSE
            : Duration.ofMillis((long) (millis * (1 + SPREAD * chance.getAsDouble())));
    return asked == null || asked.compareTo(own) < 0 ? own : asked;
  }
}
