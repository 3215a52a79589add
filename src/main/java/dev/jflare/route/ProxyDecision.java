package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.settings.Setting;
import java.net.URI;

/** Which proxy a URL gets, and which setting or rule decided so. */
final class ProxyDecision {
  private final @Nullable ProxyUrl proxy;
  private final @Nullable Setting setting;
  private final String why;

  private ProxyDecision(@Nullable ProxyUrl proxy, @Nullable Setting setting, String why) {
    this.proxy = proxy;
    this.setting = setting;
    this.why = why;
  }

  static ProxyDecision through(ProxyUrl proxy, URI url) {
    return new ProxyDecision(proxy, settingFor(url), settingFor(url).key());
  }

  /** There is no proxy for URLs of this scheme, or none that can be read as one. */
  static ProxyDecision none(URI url) {
    Setting setting = settingFor(url);
    return new ProxyDecision(null, setting, "no proxy is set in " + setting.key());
  }

  /** An item of {@code no_proxy} covers the host. */
  static ProxyDecision excepted(String item) {
    return ProxySettings.CLOUD_METADATA.contains(item)
        ? rule("the metadata address of a cloud (use_proxy_for_cloud_metadata)")
        : new ProxyDecision(null, Setting.NO_PROXY, Setting.NO_PROXY.key() + " has " + item);
  }

  /** A rule that no setting changes. */
  static ProxyDecision rule(String words) {
    return new ProxyDecision(null, null, words);
  }

  /** Null for the direct way. */
  @Nullable
  ProxyUrl proxy() {
    return proxy;
  }

  /** The setting whose value decided; null when it was a rule. */
  @Nullable
  Setting setting() {
    return setting;
  }

  /** In words that fit behind a colon. */
  String why() {
    return why;
  }

  private static Setting settingFor(URI url) {
    return "https".equalsIgnoreCase(url.getScheme()) ? Setting.PROXY_HTTPS : Setting.PROXY_HTTP;
  }
}
