package dev.jflare.scrape;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Authority;
import dev.jflare.route.PrintableUrl;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Locale;
import java.util.regex.Pattern;

/** One pprof HTTP endpoint: where it is, and what its profiles are called in the flare. */
public final class PprofEndpoint {
  private static final Pattern URL_START = Pattern.compile("(?i)(https?://|unix:).*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final String USUAL_PATH = "/debug/pprof";

  private static final String BESIDE = "/../";
  private static final String UNIX = "unix:";

  private final String name;
  private final URI base;
  private final @Nullable Path socket;

  private PprofEndpoint(String name, URI base, @Nullable Path socket) {
    this.name = name;
    this.base = base;
    this.socket = socket;
  }

  /**
   * Reads {@code [NAME=]URL}, for example {@code api=http://127.0.0.1:6060/debug/pprof}. Without a
   * name it is made of host and port; without a path {@code /debug/pprof} is taken. A program that
   * listens on a UNIX socket is {@code unix:/run/app.sock} or {@code
   * unix:/run/app.sock:/debug/pprof}; its name is made of the socket's.
   *
   * @throws IllegalArgumentException naming the text, without a password in it
   */
  public static PprofEndpoint parse(String text) {
    int equals = URL_START.matcher(text).matches() ? -1 : text.indexOf('=');
    String url = text.substring(equals + 1).trim();
    String given = equals < 0 ? "" : text.substring(0, equals).trim();
    if (equals >= 0 && !NAME.matcher(given).matches()) {
      throw wrong(text, "a name has letters, digits, _ and - only, at most 64");
    }
    return url.toLowerCase(Locale.ROOT).startsWith(UNIX)
        ? overSocket(given, url.substring(UNIX.length()), text)
        : overNetwork(given, base(url, text), text);
  }

  private static PprofEndpoint overNetwork(String given, URI base, String text) {
    Authority authority;
    try {
      authority = Authority.of(base);
    } catch (IllegalArgumentException noHost) {
      throw wrong(text, String.valueOf(noHost.getMessage()));
    }
    String place = authority.bareHost() + "-" + authority.portFor(base.getScheme());
    return new PprofEndpoint(given.isEmpty() ? cleaned(place) : given, base, null);
  }

  private static PprofEndpoint overSocket(String given, String rest, String text) {
    int colon = rest.lastIndexOf(":/");
    String file = colon < 0 ? rest : rest.substring(0, colon);
    String path = colon < 0 ? USUAL_PATH : rest.substring(colon + 1);
    if (!file.startsWith("/") || file.endsWith("/")) {
      throw wrong(
          text, "expected unix:/path/of/the.sock, or with a path of profiles behind a colon");
    }
    Path socket = Paths.get(file);
    String name = given.isEmpty() ? cleaned(String.valueOf(socket.getFileName())) : given;
    return new PprofEndpoint(name, base("http://localhost" + path, text), socket);
  }

  private static String cleaned(String place) {
    return place.replaceAll("[^A-Za-z0-9_-]+", "_");
  }

  public String name() {
    return name;
  }

  /** The page that lists the profiles. */
  public URI index() {
    return profile("/");
  }

  /**
   * A client that reaches it; the caller closes it.
   *
   * @throws IOException when a file of certificates cannot be used, or UNIX sockets cannot
   */
  public HttpClient open(ProxySettings proxies, TlsSettings tls, Timeouts timeouts, Log log)
      throws IOException {
    return socket == null
        ? HttpClient.open(proxies, tls, timeouts, log)
        : HttpClient.toSocket(socket, timeouts, log);
  }

  /** The UNIX socket to ask; null when the URL says whom to. */
  @Nullable
  Path socket() {
    return socket;
  }

  /** What to put before a URL in a message; empty unless there is a socket. */
  String place() {
    return socket == null ? "" : UNIX + socket + ": ";
  }

  /** Whether there is a place for it: what is beside the profiles is where Go's usual path is. */
  boolean has(String request) {
    String path = String.valueOf(base.getRawPath()).replaceAll("/+$", "");
    return !request.startsWith(BESIDE) || path.endsWith("/debug/pprof");
  }

  /** The URL of what is {@link Wanted#request}. */
  URI url(String request) {
    return request.startsWith(BESIDE)
        ? URI.create(profile(request).toString().replaceFirst("/pprof/\\.\\./", "/"))
        : profile(request);
  }

  /** The same for a message: no credentials, no query. */
  String printable(String request) {
    return place() + "GET " + PrintableUrl.of(url(request));
  }

  /** The URL of one profile below the base URL; a query of the base URL is kept. */
  URI profile(String pathAndQuery) {
    String url = base.toString();
    int query = url.indexOf('?');
    String path = (query < 0 ? url : url.substring(0, query)).replaceAll("/+$", "");
    String kept = query < 0 ? "" : url.substring(query + 1);
    String joint = pathAndQuery.indexOf('?') < 0 ? "?" : "&";
    return URI.create(path + pathAndQuery + (kept.isEmpty() ? "" : joint + kept));
  }

  @Override
  public String toString() {
    return socket == null
        ? name + "=" + PrintableUrl.of(base)
        : name + "=" + UNIX + socket + ":" + base.getRawPath();
  }

  private static URI base(String url, String text) {
    URI base;
    try {
      base = new URI(url);
    } catch (URISyntaxException malformed) {
      // not the cause: its message shows the whole URL
      throw wrong(text, "that is no URL");
    }
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw wrong(text, "expected a URL with http or https, or unix:/path");
    }
    if (base.getRawFragment() != null) {
      throw wrong(text, "a fragment (#) has no meaning here");
    }
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    return path.isEmpty() || path.equals("/") ? URI.create(withPath(url, USUAL_PATH)) : base;
  }

  private static String withPath(String url, String path) {
    int query = url.indexOf('?');
    String front = (query < 0 ? url : url.substring(0, query)).replaceAll("/$", "");
    return front + path + (query < 0 ? "" : url.substring(query));
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException(
        "pprof endpoint \"" + PrintableUrl.of(text) + "\": " + why + "; expected [NAME=]URL");
  }
}
