package dev.jflare.route;

import dev.jflare.lang.Nullable;
import java.net.URI;
import java.util.Locale;

/**
 * The host and port of a URL. Read by hand, because {@link URI#getHost} is null for a host with an
 * underscore, which container networks are full of.
 */
public final class Authority {
  private final String userInfo;
  private final String host;
  private final int port;

  private Authority(String userInfo, String host, int port) {
    this.userInfo = userInfo;
    this.host = host;
    this.port = port;
  }

  /**
   * @throws IllegalArgumentException when the URL has no host or its port is no number
   */
  public static Authority of(URI url) {
    String text = url.getRawAuthority();
    if (text == null) {
      throw new IllegalArgumentException(PrintableUrl.of(url) + " has no host");
    }
    int at = text.lastIndexOf('@');
    String userInfo = at < 0 ? "" : text.substring(0, at);
    String rest = text.substring(at + 1);
    int colon = rest.lastIndexOf(':');
    boolean hasPort = colon >= 0 && colon > rest.lastIndexOf(']');
    String host = hasPort ? rest.substring(0, colon) : rest;
    if (host.isEmpty()) {
      throw new IllegalArgumentException(PrintableUrl.of(url) + " has no host");
    }
    String decoded = url.getUserInfo();
    return new Authority(
        decoded == null ? userInfo : decoded,
        host,
        hasPort ? portOf(rest.substring(colon + 1), url) : -1);
  }

  /** As written, with the brackets of an IPv6 address and the final dot of a name. */
  public String host() {
    return host;
  }

  /** The host as a resolver or a certificate knows it: without brackets and final dot. */
  public String bareHost() {
    if (host.startsWith("[") && host.endsWith("]")) {
      return host.substring(1, host.length() - 1);
    }
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** The name to look up: with its final dot, so that search domains are not tried. */
  public String lookupName() {
    return host.startsWith("[") ? bareHost() : host;
  }

  /** The port as written; -1 when there is none. */
  public int port() {
    return port;
  }

  /** The port as written, or the scheme's. */
  public int portFor(@Nullable String scheme) {
    if (port >= 0) {
      return port;
    }
    return "https".equalsIgnoreCase(scheme) ? 443 : 80;
  }

  /**
   * {@code user:password}; empty when there is none. Percent signs are decoded, but for a host that
   * {@link URI} does not understand.
   */
  public String userInfo() {
    return userInfo;
  }

  /** What a Host header says. */
  @Override
  public String toString() {
    return port < 0 ? host : host + ":" + port;
  }

  boolean sameHost(Authority other) {
    return comparable().equals(other.comparable());
  }

  /** Case and the final dot do not make a host another one. */
  String comparable() {
    return bareHost().toLowerCase(Locale.ROOT);
  }

  private static int portOf(String digits, URI url) {
    if (digits.isEmpty()) {
      return -1;
    }
    try {
      int port = Integer.parseInt(digits);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // said below, together with a number that is too large
    }
    throw new IllegalArgumentException(PrintableUrl.of(url) + " has no usable port");
  }
}
