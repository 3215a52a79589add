package dev.jflare.net;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a call waits for what. There is no limit on a whole call: a large flare on a slow line
 * takes as long as it takes, as long as it moves. A caller with a limit has a {@code Deadline}.
 */
public final class Timeouts {
  private enum Wait {
    DIAL,
    FALLBACK,
    TUNNEL,
    CONTINUE,
    PROGRESS,
    ANSWER
  }

  /** Go's ExpectContinueTimeout, as the Datadog Agent sets it. */
  private static final Duration CONTINUE = Duration.ofSeconds(1);

  /** Go's default, which RFC 6555 proposes. */
  private static final Duration USUAL_FALLBACK = Duration.ofMillis(300);

  /** The defaults of the settings; the Datadog Agent's, where it has such a limit. */
  public static final Timeouts DEFAULT = of(Settings.defaults());

  private final Map<Wait, Duration> waits;

  private Timeouts(Map<Wait, Duration> waits) {
    this.waits = waits;
  }

  public static Timeouts of(Settings settings) {
    Map<Wait, Duration> waits = new EnumMap<>(Wait.class);
    waits.put(Wait.DIAL, settings.duration(Setting.DIAL_TIMEOUT));
    Duration fallback = settings.duration(Setting.DIAL_FALLBACK_DELAY);
    waits.put(Wait.FALLBACK, fallback.isZero() ? USUAL_FALLBACK : fallback);
    waits.put(Wait.TUNNEL, settings.duration(Setting.PROXY_TIMEOUT));
    waits.put(Wait.CONTINUE, CONTINUE);
    waits.put(Wait.PROGRESS, settings.duration(Setting.PROGRESS_TIMEOUT));
    waits.put(Wait.ANSWER, settings.duration(Setting.ANSWER_TIMEOUT));
    return new Timeouts(waits);
  }

  /** For the name lookup, and again for connecting to all addresses of that name together. */
  public Duration dial() {
    return of(Wait.DIAL);
  }

  /**
   * How long the addresses of the first family (IPv4 or IPv6) are tried alone before those of the
   * other are tried at the same time; negative for one after the other.
   */
  public Duration dialFallback() {
    return of(Wait.FALLBACK);
  }

  /** For a proxy to open the way to the destination, from the moment it is connected to. */
  public Duration tunnel() {
    return of(Wait.TUNNEL);
  }

  /**
   * How long a server that was asked whether it wants the body is waited for before it gets it
   * anyway.
   */
  public Duration expectContinue() {
    return of(Wait.CONTINUE);
  }

  /** How long a transfer may stand still, in either direction. */
  public Duration progress() {
    return of(Wait.PROGRESS);
  }

  /** From the last byte of the request to the first of the answer. */
  public Duration answer() {
    return of(Wait.ANSWER);
  }

  public Timeouts withDial(Duration limit) {
    return with(Wait.DIAL, limit);
  }

  public Timeouts withDialFallback(Duration delay) {
    return with(Wait.FALLBACK, delay);
  }

  public Timeouts withTunnel(Duration limit) {
    return with(Wait.TUNNEL, limit);
  }

  public Timeouts withProgress(Duration limit) {
    return with(Wait.PROGRESS, limit);
  }

  public Timeouts withAnswer(Duration limit) {
    return with(Wait.ANSWER, limit);
  }

  private Duration of(Wait what) {
    return waits.getOrDefault(what, Duration.ZERO);
  }

  private Timeouts with(Wait what, Duration limit) {
    Map<Wait, Duration> changed = new EnumMap<>(waits);
    changed.put(what, limit);
    return new Timeouts(changed);
  }
}
