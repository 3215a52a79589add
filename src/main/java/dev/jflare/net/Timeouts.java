package dev.jflare.net;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.time.Duration;

/**
 * How long a call waits for what. There is no limit on a whole call: a large flare on a slow line
 * takes as long as it takes, as long as it moves. A caller with a limit has a {@code Deadline}.
 */
public final class Timeouts {
  /**
   * 30 s to connect and 60 s for a proxy's handshake, as the Datadog Agent; 60 s without a byte; 5
   * min for an answer.
   */
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5));

  private final Duration dial;
  private final Duration tunnel;
  private final Duration progress;
  private final Duration answer;

  private Timeouts(Duration dial, Duration tunnel, Duration progress, Duration answer) {
    this.dial = dial;
    this.tunnel = tunnel;
    this.progress = progress;
    this.answer = answer;
  }

  public static Timeouts of(Settings settings) {
    return DEFAULT
        .withProgress(settings.duration(Setting.PROGRESS_TIMEOUT))
        .withAnswer(settings.duration(Setting.ANSWER_TIMEOUT));
  }

  /** For the name lookup, and again for connecting to all addresses of that name together. */
  public Duration dial() {
    return dial;
  }

  /** For a proxy to open the way to the destination, from the moment it is connected to. */
  public Duration tunnel() {
    return tunnel;
  }

  /** How long a transfer may stand still, in either direction. */
  public Duration progress() {
    return progress;
  }

  /** From the last byte of the request to the first of the answer. */
  public Duration answer() {
    return answer;
  }

  public Timeouts withTunnel(Duration limit) {
    return new Timeouts(dial, limit, progress, answer);
  }

  public Timeouts withProgress(Duration limit) {
    return new Timeouts(dial, tunnel, limit, answer);
  }

  public Timeouts withAnswer(Duration limit) {
    return new Timeouts(dial, tunnel, progress, limit);
  }
}
