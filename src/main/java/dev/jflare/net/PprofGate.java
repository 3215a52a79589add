package dev.jflare.net;

import dev.jflare.archive.HostName;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.pprof.PprofAnswer;
import dev.jflare.route.Authority;
import dev.jflare.route.IpAddress;
import dev.jflare.route.ServeSettings;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Decides who is answered at all. A port on loopback is no wall against web pages: a browser on the
 * same machine reaches it, and a page whose name is made to point to 127.0.0.1 may even read the
 * answers (DNS rebinding). Such a request has the page's name in its Host header, while an address
 * in there cannot be rebound. Pages of other sites that only send requests are told apart by what
 * browsers say of them (Origin, and Sec-Fetch-Site of W3C Fetch Metadata).
 */
final class PprofGate {
  private static final String SEC_FETCH_SITE = "sec-fetch-site";

  private final Set<String> names = new HashSet<>();
  private final Secret token;

  PprofGate(ServeSettings settings) {
    this.token = settings.token();
    names.add("localhost");
    names.add(settings.host().toLowerCase(Locale.ROOT));
    names.add(HostName.of("").toLowerCase(Locale.ROOT));
    for (String name : settings.hosts()) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Why a request is not answered; null when it is. */
  @Nullable
  PprofAnswer refusal(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      return PprofAnswer.error(400, "too many Host headers");
    }
    if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return PprofAnswer.error(400, "missing required Host header");
    }
    String host = hosts.isEmpty() ? "localhost" : hosts.get(0);
    if (!known(host)) {
      return PprofAnswer.error(
          403, "this server is not known by the name in the Host header; see jflare.pprof.hosts");
    }
    if (ofAnotherSite(headers, host)) {
      return PprofAnswer.error(403, "web pages of other sites get no profiles");
    }
    if (!token.isEmpty() && !proven(headers)) {
      return PprofAnswer.error(401, "a token is required: Authorization: Bearer, or Basic")
          .with("WWW-Authenticate", "Basic realm=\"jflare\"");
    }
    return null;
  }

  private boolean known(String header) {
    String host;
    try {
      host = Authority.of(URI.create("http://" + header)).bareHost().toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
    return names.contains(host) || host.endsWith(".localhost") || IpAddress.parse(host) != null;
  }

  private static boolean ofAnotherSite(HttpHeaders headers, String host) {
    String site = headers.get(SEC_FETCH_SITE, "none");
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    boolean ownOrigin =
        origin == null
            || origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host);
    return !ownOrigin || !(site.equals("none") || site.equals("same-origin"));
  }

  /** The token as a bearer token (RFC 6750), or as the password of any user (RFC 7617). */
  private boolean proven(HttpHeaders headers) {
    String header = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    int blank = header.indexOf(' ');
    String scheme = blank < 0 ? "" : header.substring(0, blank).toLowerCase(Locale.ROOT);
    String credential = header.substring(blank + 1).trim();
    if (scheme.equals("bearer")) {
      return isToken(credential);
    }
    return scheme.equals("basic") && isToken(password(credential));
  }

  private static String password(String credential) {
    try {
      String pair = new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }

  /** In a time that does not tell how much of it was right. */
  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.reveal().getBytes(StandardCharsets.UTF_8));
  }
}
