package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses the way to each URL and says what a user should know about the choice, once for each
 * scheme and host. The memory lives as long as this object; safe to use from several threads.
 */
public final class ProxyChoice {
  private final ProxySettings settings;
  private final Log log;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  public ProxyChoice(ProxySettings settings, Log log) {
    this.settings = settings;
    this.log = log;
    settings.notes().forEach(log::info);
  }

  /**
   * @throws IllegalArgumentException when the proxy's setting is no URL with scheme and host
   */
  public ProxyRoute to(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      once(scheme, "Proxy configuration do not support scheme '" + scheme + "'");
      return ProxyRoute.DIRECT;
    }
    ProxyRoute route = settings.routeTo(url);
    String change = settings.comingChange(url);
    if (change != null) {
      once(scheme + "://" + Authority.of(url), change);
    }
    return route;
  }

  private void once(String key, @Nullable String message) {
    if (message != null && told.add(key)) {
      log.warn(message);
    }
  }
}
