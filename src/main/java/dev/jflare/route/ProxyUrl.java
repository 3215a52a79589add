package dev.jflare.route;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy as the user wrote it. What is a URL and what is not follows Go's url.Parse, because the
 * Datadog Agent's rules rest on it: {@code proxy:3128} has the scheme {@code proxy}, and {@code
 * 10.0.0.1:3128} is no URL at all.
 */
final class ProxyUrl {
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)");
  private static final Pattern NAME = Pattern.compile("[^\\x00-\\x20\\x7f\\\\^`{|}%\\[\\]:]*");
  private static final Pattern ADDRESS = Pattern.compile("\\[[^\\x00-\\x20\\x7f\\]]*\\]");
  private static final Pattern USER = Pattern.compile("[a-zA-Z0-9._:~!$&'()*+,;=%@-]*");
  private static final int MAX_PORT = 65_535;

  private final String text;
  private final String scheme;
  private final String authority;

  private ProxyUrl(String text, String scheme, String authority) {
    this.text = text;
    this.scheme = scheme;
    this.authority = authority;
  }

  /**
   * @throws IllegalArgumentException when it is no URL; says why and shows no password
   */
  static ProxyUrl parse(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IllegalArgumentException("it has a control character");
    }
    if (text.startsWith(":")) {
      throw new IllegalArgumentException("missing protocol scheme");
    }
    Matcher parts = SCHEME.matcher(cut(text, "#"));
    boolean schemed = parts.matches();
    String scheme = schemed ? parts.group(1).toLowerCase(Locale.ROOT) : "";
    String rest = cut(schemed ? parts.group(2) : cut(text, "#"), "?");
    if (!schemed && !rest.startsWith("/") && cut(rest, "/").indexOf(':') >= 0) {
      throw new IllegalArgumentException("first path segment in URL cannot contain colon");
    }
    boolean hosted = rest.startsWith("//") && (schemed || !rest.startsWith("///"));
    ProxyUrl url = new ProxyUrl(text, scheme, hosted ? cut(rest.substring(2), "/") : "");
    url.check();
    return url;
  }

  /**
   * As Go's httpproxy reads it: what lacks scheme or host gets {@code http://} in front, and what
   * is no URL even then is no proxy (null).
   */
  static @Nullable ProxyUrl lenient(String text) {
    ProxyUrl asWritten = text.isEmpty() ? null : parsed(text);
    if (text.isEmpty() || (asWritten != null && asWritten.isComplete())) {
      return asWritten;
    }
    ProxyUrl prefixed = parsed("http://" + text);
    return prefixed == null ? asWritten : prefixed;
  }

  /** The way through this proxy; default ports are 80, 443 and 1080. */
  ProxyRoute route() {
    if (!isComplete()) {
      throw new IllegalArgumentException("it has no " + (scheme.isEmpty() ? "scheme" : "host"));
    }
    ProxyRoute.Kind kind = kind();
    String userInfo = userInfo();
    int colon = userInfo.indexOf(':');
    String host = bare(host());
    if (host.isEmpty()) {
      throw new IllegalArgumentException("it has no host");
    }
    return ProxyRoute.through(
        kind,
        host,
        port(),
        decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
        Secret.of(colon < 0 ? "" : decoded(userInfo.substring(colon + 1))));
  }

  /** As written, password and all. */
  String reveal() {
    return text;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return PrintableUrl.of(text);
  }

  private boolean isComplete() {
    return !scheme.isEmpty() && !hostAndPort().isEmpty();
  }

  /** An unknown scheme is taken for a plain HTTP proxy, as Go does. */
  private ProxyRoute.Kind kind() {
    switch (scheme) {
      case "https":
        return ProxyRoute.Kind.HTTPS;
      case "socks5":
      case "socks5h":
        return ProxyRoute.Kind.SOCKS5;
      default:
        return ProxyRoute.Kind.HTTP;
    }
  }

  private int port() {
    String digits = hostAndPort().substring(host().length());
    if (digits.length() <= 1) {
      return defaultPort();
    }
    int port = digits.length() > 6 ? MAX_PORT + 1 : Integer.parseInt(digits.substring(1));
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("expected a port from 1 to " + MAX_PORT);
    }
    return port;
  }

  private int defaultPort() {
    switch (scheme) {
      case "http":
        return 80;
      case "https":
        return 443;
      case "socks5":
      case "socks5h":
        return 1080;
      default:
        throw new IllegalArgumentException("the scheme " + scheme + " needs a port");
    }
  }

  private void check() {
    String port = hostAndPort().substring(host().length());
    if (!port.matches("(:[0-9]*)?")) {
      throw new IllegalArgumentException("invalid port after host");
    }
    if (!NAME.matcher(host()).matches() && !ADDRESS.matcher(host()).matches()) {
      throw new IllegalArgumentException("invalid character in host name");
    }
    if (!USER.matcher(userInfo()).matches()) {
      throw new IllegalArgumentException("invalid userinfo");
    }
    decoded(userInfo());
  }

  private String userInfo() {
    int at = authority.lastIndexOf('@');
    return at < 0 ? "" : authority.substring(0, at);
  }

  private String hostAndPort() {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** As written, with the brackets of an IPv6 address. */
  private String host() {
    String both = hostAndPort();
    int colon = both.startsWith("[") ? both.indexOf(':', both.indexOf(']') + 1) : both.indexOf(':');
    return colon < 0 ? both : both.substring(0, colon);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static @Nullable ProxyUrl parsed(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException noUrl) {
      return null;
    }
  }

  private static String cut(String text, String end) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static String decoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
        if (low < 0) {
          throw new IllegalArgumentException("invalid percent escape in the credentials");
        }
        out.write(high << 4 | low);
        i += 2;
      } else {
        out.write(c);
      }
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
