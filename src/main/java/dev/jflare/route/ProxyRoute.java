package dev.jflare.route;

import dev.jflare.lang.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/** How one request reaches its destination: straight, or through one proxy. */
public final class ProxyRoute {
  /** What the first hop speaks. */
  public enum Kind {
    DIRECT,
    /** Plain HTTP to the proxy: absolute URLs for http, CONNECT for https. */
    HTTP,
    /** The same inside TLS to the proxy. */
    HTTPS,
    SOCKS5
  }

  /** No proxy. */
  public static final ProxyRoute DIRECT = new ProxyRoute(Kind.DIRECT, "", 0, "", Secret.NONE);

  private final Kind kind;
  private final String host;
  private final int port;
  private final String user;
  private final Secret password;

  private ProxyRoute(Kind kind, String host, int port, String user, Secret password) {
    this.kind = kind;
    this.host = host;
    this.port = port;
    this.user = user;
    this.password = password;
  }

  /**
   * @param user empty when the proxy is used without credentials
   * @throws IllegalArgumentException for {@link Kind#DIRECT}, which has no proxy
   */
  public static ProxyRoute through(Kind kind, String host, int port, String user, Secret password) {
    if (kind == Kind.DIRECT) {
      throw new IllegalArgumentException("a direct route has no proxy");
    }
    return new ProxyRoute(kind, host, port, user, password);
  }

  /**
   * Reads {@code http://user:password@host:port}; the port may be missing.
   *
   * @param setting what the value was set by, for the message
   */
  static ProxyRoute parse(String setting, String proxy) {
    try {
      URI url = new URI(proxy);
      Authority authority = Authority.of(url);
      Kind kind = kindOf(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT));
      int fallback = kind == Kind.SOCKS5 ? 1080 : kind == Kind.HTTPS ? 443 : 80;
      String info = url.getUserInfo() == null ? authority.userInfo() : url.getUserInfo();
      int colon = info.indexOf(':');
      return through(
          kind,
          authority.bareHost(),
          authority.port() < 0 ? fallback : authority.port(),
          colon < 0 ? info : info.substring(0, colon),
          Secret.of(colon < 0 ? "" : info.substring(colon + 1)));
    } catch (URISyntaxException | IllegalArgumentException wrong) {
      // not the cause: its message shows the whole URL
      throw new IllegalArgumentException(
          setting + ": expected a URL such as http://proxy:3128, got " + PrintableUrl.of(proxy));
    }
  }

  public boolean isDirect() {
    return kind == Kind.DIRECT;
  }

  public Kind kind() {
    return kind;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public String user() {
    return user;
  }

  public Secret password() {
    return password;
  }

  /** An unknown scheme is taken for a plain HTTP proxy, as Go does. */
  private static Kind kindOf(String scheme) {
    switch (scheme) {
      case "https":
        return Kind.HTTPS;
      case "socks5":
      case "socks5h":
        return Kind.SOCKS5;
      default:
        return Kind.HTTP;
    }
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ProxyRoute)) {
      return false;
    }
    ProxyRoute that = (ProxyRoute) other;
    return kind == that.kind
        && host.equals(that.host)
        && port == that.port
        && user.equals(that.user)
        && password.equals(that.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, host, port, user, password);
  }

  /** For messages: never the credentials. */
  @Override
  public String toString() {
    return isDirect() ? "directly" : "through the " + kind + " proxy " + host + ":" + port;
  }
}
