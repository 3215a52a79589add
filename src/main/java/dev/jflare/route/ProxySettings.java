package dev.jflare.route;

import dev.jflare.lang.Secret;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Which proxies there are and who is reached without them. A value, built by the Agent's rules. */
public final class ProxySettings {
  /** How an item of the exceptions is compared with a host. */
  public enum Matching {
    /** As written, character by character: the Datadog Agent's default. */
    EXACT,
    /** Domains, addresses, address ranges, ports: Go's rules. */
    NONEXACT
  }

  /** Clouds answer for their metadata here; a proxy would answer for itself. */
  private static final List<String> CLOUD_METADATA =
      Arrays.asList("169.254.169.254", "100.100.100.200");

  /** No proxy at all. */
  public static final ProxySettings NONE =
      new ProxySettings(Secret.NONE, Secret.NONE, Collections.emptyList(), Matching.EXACT);

  private final Secret http;
  private final Secret https;
  private final List<String> exceptions;
  private final Matching matching;

  private ProxySettings(Secret http, Secret https, List<String> exceptions, Matching matching) {
    this.http = http;
    this.https = https;
    this.exceptions = Collections.unmodifiableList(new ArrayList<>(exceptions));
    this.matching = matching;
  }

  /**
   * The proxies of these settings. With FIPS none at all, and the metadata addresses of clouds
   * become exceptions unless the settings say otherwise (reference section 6).
   */
  public static ProxySettings of(Settings settings) {
    if (settings.flag(Setting.FIPS_ENABLED)) {
      return NONE;
    }
    List<String> exceptions = new ArrayList<>(settings.list(Setting.NO_PROXY));
    if (!settings.flag(Setting.USE_PROXY_FOR_CLOUD_METADATA)) {
      exceptions.addAll(CLOUD_METADATA);
    }
    return new ProxySettings(
        settings.secret(Setting.PROXY_HTTP),
        settings.secret(Setting.PROXY_HTTPS),
        exceptions,
        settings.flag(Setting.NO_PROXY_NONEXACT_MATCH) ? Matching.NONEXACT : Matching.EXACT);
  }

  /**
   * The way to a URL by the Agent's default rules (reference section 5): an exception is the host
   * exactly as the URL has it, port included.
   *
   * @throws IllegalArgumentException when the proxy's setting is no URL; it has to have a scheme
   */
  public ProxyRoute routeTo(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    String proxy = forScheme(scheme).reveal();
    if (proxy.isEmpty() || exceptions.contains(Authority.of(url).toString())) {
      return ProxyRoute.DIRECT;
    }
    return ProxyRoute.parse("proxy." + scheme, proxy);
  }

  /** The proxy for a scheme, as the user wrote it; empty when there is none. */
  public Secret forScheme(String scheme) {
    switch (scheme) {
      case "http":
        return http;
      case "https":
        return https;
      default:
        return Secret.NONE;
    }
  }

  /** Items of no_proxy, as written. */
  public List<String> exceptions() {
    return exceptions;
  }

  public Matching matching() {
    return matching;
  }
}
