package dev.jflare.check;

import dev.jflare.net.HttpFailure;
import dev.jflare.route.ProxyRoute;
import java.net.URI;
import java.util.Locale;

/** What to set, by what has failed on which way. */
final class Advice {
  private final String proxySetting;
  private final String place;
  private final ProxyRoute route;

  /**
   * @param place the setting that names the target: {@code dd_url or site}
   */
  Advice(URI url, String place, ProxyRoute route) {
    this.proxySetting = "proxy." + String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    this.place = place;
    this.route = route;
  }

  /** Empty when the failure's own words say it all. */
  String on(HttpFailure.Kind kind) {
    switch (kind) {
      case UNRESOLVABLE:
      case LOOKUP_FAILED:
      case REFUSED:
      case UNREACHABLE:
      case CONNECT_TIMEOUT:
        return unreached(kind);
      case CERTIFICATE:
        return "jflare.tls_ca_file (or SSL_CERT_FILE) has to name the issuer's certificate, unless"
            + " the certificate itself is wrong";
      case TLS:
        return "min_tls_version, jflare.tls_cert_file; or the port does not speak TLS: "
            + (route.isDirect() ? place : proxySetting + ", " + place);
      case TLS_TIMEOUT:
        return "tls_handshake_timeout is the limit; a port that speaks no TLS, or something on the"
            + " way that swallows it, is the usual cause: "
            + (route.isDirect() ? place : proxySetting);
      case PROXY:
      case PROXY_CREDENTIALS:
        return proxySetting + " has to be as in http://user:password@host:port";
      case PROXY_DENIED:
        return "whoever runs the proxy has to allow this destination; or "
            + proxySetting
            + " names another one, or proxy.no_proxy goes around it";
      case PROXY_GATEWAY:
        return "the proxy's own way out, or " + place + "; proxy.no_proxy goes around the proxy";
      case PROXY_TIMEOUT:
        return "jflare.proxy_timeout is the limit; " + proxySetting + " may name something else";
      case ANSWER_TIMEOUT:
        return "jflare.answer_timeout is the limit; the server, or what stands before it, is stuck";
      case PROGRESS_TIMEOUT:
        return "jflare.progress_timeout is the limit";
      default:
        return "look at " + (route.isDirect() ? place : proxySetting + " and " + place);
    }
  }

  private String unreached(HttpFailure.Kind kind) {
    if (!route.isDirect()) {
      return proxySetting
          + " has to name a proxy that answers at this host and port (now "
          + route.address()
          + "), or be empty";
    }
    boolean name = kind == HttpFailure.Kind.UNRESOLVABLE || kind == HttpFailure.Kind.LOOKUP_FAILED;
    return place
        + (name ? " has to name a host that is known here" : " has to name a server that answers")
        + "; where only a proxy leads outside, "
        + proxySetting
        + " has to name it"
        + (kind == HttpFailure.Kind.CONNECT_TIMEOUT ? " (jflare.dial_timeout is the limit)" : "");
  }
}
