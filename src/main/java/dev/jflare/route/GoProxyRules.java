package dev.jflare.route;

import dev.jflare.lang.Nullable;
import java.net.URI;
import java.util.Locale;

/**
 * Which proxy Go's own programs would take: the rules of golang.org/x/net/http/httpproxy (reference
 * section 7). The Datadog Agent follows them with {@code no_proxy_nonexact_match}.
 */
final class GoProxyRules {
  /** Where the program runs. */
  enum Surroundings {
    ORDINARY,
    /** In a CGI program HTTP_PROXY may come from a client's header (CVE-2016-5386). */
    CGI
  }

  private final @Nullable ProxyUrl http;
  private final @Nullable ProxyUrl https;
  private final NoProxy exceptions;
  private final Surroundings surroundings;

  GoProxyRules(String http, String https, String noProxy, Surroundings surroundings) {
    this.http = ProxyUrl.lenient(http);
    this.https = ProxyUrl.lenient(https);
    this.exceptions = new NoProxy(noProxy);
    this.surroundings = surroundings;
  }

  /**
   * @throws IllegalArgumentException for an http URL that would use a proxy in a CGI program
   */
  ProxyDecision decide(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    ProxyUrl proxy = scheme.equals("https") ? https : scheme.equals("http") ? http : null;
    if (proxy == null) {
      return ProxyDecision.none(url);
    }
    if (surroundings == Surroundings.CGI && scheme.equals("http")) {
      throw new IllegalArgumentException(
          "refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy");
    }
    Authority authority = Authority.of(url);
    String item = exceptions.covering(authority.lookupName(), authority.portFor(scheme));
    if (item == null) {
      return ProxyDecision.through(proxy, url);
    }
    return item.equals(NoProxy.LOOPBACK)
        ? ProxyDecision.rule("loopback is reached without a proxy (no_proxy_nonexact_match)")
        : ProxyDecision.excepted(item);
  }
}
