package dev.jflare.route;

import dev.jflare.lang.Secret;
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

  public boolean isDirect() {
    return kind == Kind.DIRECT;
  }

  public Kind kind() {
    return kind;
  }

  /** Without the brackets of an IPv6 address. */
  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  /** Host and port as a person reads them. */
  public String address() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  public boolean hasCredentials() {
    return !user.isEmpty() || !password.isEmpty();
  }

  /** Percent signs decoded. */
  public String user() {
    return user;
  }

  public Secret password() {
    return password;
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
    return isDirect() ? "directly" : "through the " + kind + " proxy " + address();
  }
}
