package dev.jflare.route;

import dev.jflare.lang.Nullable;
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

  private enum Loopback {
    /** The Agent's default rules know no exception for it. */
    AS_ANY_HOST,
    ALWAYS_DIRECT
  }

  private static final NoProxy LOOPBACK_ALONE = new NoProxy("");

  /** Clouds answer for their metadata here; a proxy would answer for itself. */
  static final List<String> CLOUD_METADATA = Arrays.asList("169.254.169.254", "100.100.100.200");

  /** No proxy at all. */
  public static final ProxySettings NONE = none(ProxySources.NONE);

  private final Secret http;
  private final Secret https;
  private final List<String> exceptions;
  private final Matching matching;
  private final ProxySources sources;
  private final GoProxyRules rules;
  private final Loopback loopback;

  private ProxySettings(
      Secret http,
      Secret https,
      List<String> exceptions,
      Matching matching,
      ProxySources sources,
      Loopback loopback) {
    this.http = http;
    this.https = https;
    this.exceptions = Collections.unmodifiableList(new ArrayList<>(exceptions));
    this.matching = matching;
    this.sources = sources;
    this.loopback = loopback;
    this.rules =
        new GoProxyRules(
            http.reveal(),
            https.reveal(),
            String.join(",", exceptions),
            GoProxyRules.Surroundings.ORDINARY);
  }

  /**
   * The proxies of these settings. With FIPS none at all, and the metadata addresses of clouds
   * become exceptions unless the settings say otherwise (reference section 6).
   */
  public static ProxySettings of(Settings settings) {
    if (settings.flag(Setting.FIPS_ENABLED)) {
      return none(ProxySources.FIPS);
    }
    List<String> exceptions = new ArrayList<>(settings.list(Setting.NO_PROXY));
    if (!settings.flag(Setting.USE_PROXY_FOR_CLOUD_METADATA)) {
      exceptions.addAll(CLOUD_METADATA);
    }
    return new ProxySettings(
        settings.secret(Setting.PROXY_HTTP),
        settings.secret(Setting.PROXY_HTTPS),
        exceptions,
        settings.flag(Setting.NO_PROXY_NONEXACT_MATCH) ? Matching.NONEXACT : Matching.EXACT,
        ProxySources.of(settings),
        Loopback.AS_ANY_HOST);
  }

  private static ProxySettings none(ProxySources sources) {
    return new ProxySettings(
        Secret.NONE,
        Secret.NONE,
        Collections.emptyList(),
        Matching.EXACT,
        sources,
        Loopback.AS_ANY_HOST);
  }

  /**
   * The same for requests to programs on this machine: {@code localhost} and loopback addresses are
   * reached directly whatever the matching, because a proxy would look for them on its own machine.
   */
  public ProxySettings sparingLoopback() {
    return new ProxySettings(http, https, exceptions, matching, sources, Loopback.ALWAYS_DIRECT);
  }

  /**
   * The way to a URL. By the Agent's default rules (reference section 5) an exception is the host
   * exactly as the URL has it, port included, and loopback is no exception; by Go's rules (section
   * 7) if the settings say so.
   *
   * @throws IllegalArgumentException when the proxy's setting is no URL; it has to have a scheme,
   *     but for Go's rules
   */
  public ProxyRoute routeTo(URI url) {
    ProxyUrl proxy = decide(url).proxy();
    if (proxy == null) {
      return ProxyRoute.DIRECT;
    }
    try {
      return proxy.route();
    } catch (IllegalArgumentException unusable) {
      throw unusable(schemeOf(url), String.valueOf(unusable.getMessage()));
    }
  }

  /**
   * Which setting, from where, or which rule makes {@link #routeTo} choose as it does. No
   * credentials are in it.
   *
   * @throws IllegalArgumentException as there
   */
  public String reasonFor(URI url) {
    return sources.explain(decide(url));
  }

  private ProxyDecision decide(URI url) {
    return matching == Matching.EXACT ? exact(url) : rules.decide(url);
  }

  /**
   * What will be different for this URL when the Agent's default becomes Go's rules, in the Agent's
   * words but without credentials; null when nothing will.
   */
  public @Nullable String comingChange(URI url) {
    if (matching == Matching.NONEXACT) {
      return null;
    }
    ProxyUrl now = exact(url).proxy();
    ProxyUrl later = rules.decide(url).proxy();
    String request = "Deprecation warning: the HTTP request to " + PrintableUrl.of(url);
    String when = " when the Agent configuration option no_proxy_nonexact_match defaults to true";
    if (now == null) {
      return later == null
          ? null
          : request
              + " does not use a proxy but will use: "
              + later
              + when
              + " in a future agent version.";
    }
    if (later == null) {
      return request
          + " uses proxy "
          + now
          + " but will ignore the proxy"
          + when
          + " in a future agent version. Please adapt the Agent\u2019s proxy configuration"
          + " accordingly";
    }
    return now.reveal().equals(later.reveal())
        ? null
        : request + " uses proxy " + now + " but will change to " + later + when;
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

  /** What the Agent logs while it loads these settings. */
  List<String> notes() {
    return sources.notes();
  }

  private ProxyDecision exact(URI url) {
    String scheme = schemeOf(url);
    String proxy = forScheme(scheme).reveal();
    if (proxy.isEmpty()) {
      return ProxyDecision.none(url);
    }
    String host = hostAsWritten(url);
    if (exceptions.contains(host)) {
      return ProxyDecision.excepted(host);
    }
    if (isSpared(url)) {
      return ProxyDecision.rule("programs on loopback are scraped without a proxy");
    }
    try {
      return ProxyDecision.through(ProxyUrl.parse(proxy), url);
    } catch (IllegalArgumentException noUrl) {
      throw unusable(scheme, String.valueOf(noUrl.getMessage()));
    }
  }

  private boolean isSpared(URI url) {
    return loopback == Loopback.ALWAYS_DIRECT
        && LOOPBACK_ALONE.covers(Authority.of(url).lookupName(), 0);
  }

  /** Not the cause, and not the value: either may show the password. */
  private static IllegalArgumentException unusable(String scheme, String why) {
    return new IllegalArgumentException(
        "Could not parse the proxy URL for scheme "
            + scheme
            + " from configuration: "
            + why
            + " (proxy."
            + scheme
            + ": expected a URL such as http://proxy:3128)");
  }

  /** With the port, if the URL has one, in the URL's own spelling. */
  private static String hostAsWritten(URI url) {
    String authority = String.valueOf(url.getRawAuthority());
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private static String schemeOf(URI url) {
    return String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
  }
}
