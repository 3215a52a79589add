package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.route.ProxyRoute;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a server said, or a proxy in its place. */
public final class HttpAnswer {
  private static final int FIRST_ERROR = 400;

  /** How the proxies of this world begin their Server header. */
  private static final String PROXY_SERVERS =
      "(squid|tinyproxy|mitmproxy|privoxy|apache trafficserver|zscaler|bluecoat|proxysg|mcafee).*";

  private final int status;
  private final String reason;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean cut;
  private final long bytesSent;
  private final ProxyRoute forwarder;

  /**
   * @param forwarder the proxy that read the request and passed it on; {@code DIRECT} for none
   */
  HttpAnswer(HttpResponse head, AnswerSink body, long bytesSent, ProxyRoute forwarder) {
    this.status = head.status().code();
    this.reason = head.status().reasonPhrase();
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    head.headers().forEach(header -> all.putIfAbsent(header.getKey(), header.getValue()));
    List<String> offers = head.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE);
    if (offers.size() > 1) {
      all.put("Proxy-Authenticate", String.join(", ", offers)); // one line for each way
    }
    this.headers = Collections.unmodifiableMap(all);
    this.body = body.bytes();
    this.cut = body.isCut();
    this.bytesSent = bytesSent;
    this.forwarder = forwarder;
  }

  public int status() {
    return status;
  }

  /** Status and reason as the server wrote them: {@code 404 Not Found}. */
  public String statusLine() {
    return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
  }

  /** The first header of that name in any case, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The body, at most as long as the call allows; empty when it went to a stream. Not copied. */
  public byte[] body() {
    return body;
  }

  /** Whether the body was longer than the call allows. */
  public boolean isCut() {
    return cut;
  }

  /** How much of the request body had been sent when the answer came. */
  public long bytesSent() {
    return bytesSent;
  }

  /** Whether a proxy read the request, and may have answered it itself. */
  public boolean isForwarded() {
    return !forwarder.isDirect();
  }

  /**
   * Whether the answer is a proxy's refusal and not the destination's. Proxies say so by {@code
   * X-Squid-Error}, by an error in {@code Proxy-Status} (RFC 9209), or by their own name as server.
   */
  public boolean isProxysOwn() {
    return isForwarded() && status >= FIRST_ERROR && !mark().isEmpty();
  }

  /**
   * Who an error may really come from, to be put behind the status line, with a space in front;
   * empty where there is no doubt.
   */
  public String doubt() {
    if (!isForwarded() || status < FIRST_ERROR) {
      return "";
    }
    String mark = mark();
    return mark.isEmpty()
        ? " (" + forwarder + ", which may have said so itself)"
        : " (said by the proxy " + forwarder.address() + " itself: " + mark + ")";
  }

  private String mark() {
    String squid = header("X-Squid-Error");
    if (squid != null) {
      return "X-Squid-Error " + squid;
    }
    String status9209 = header("Proxy-Status");
    if (status9209 != null && status9209.contains("error=")) {
      return "Proxy-Status " + status9209;
    }
    String server = header("Server");
    boolean proxy = server != null && server.toLowerCase(Locale.ROOT).matches(PROXY_SERVERS);
    return proxy ? "Server " + server : "";
  }
}
