package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.route.Authority;
import dev.jflare.route.IpAddress;
import dev.jflare.route.ProxyRoute;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The way of one call from here to its destination: who is dialled, and what the connection has to
 * do before the request, or TLS to the destination, can begin.
 *
 * <pre>
 *   direct                        dial the destination
 *   HTTP(S) proxy, http URL       dial the proxy (TLS to it), absolute-form request
 *   HTTP(S) proxy, https URL      dial the proxy (TLS to it), CONNECT, TLS to the destination
 *   SOCKS5 proxy                  dial the proxy, SOCKS5 with the destination's name
 * </pre>
 */
final class Way {
  /** Makes the TLS of a connection to this host and port. */
  interface Tls {
    SslHandler to(String host, int port);
  }

  private final HttpCall call;
  private final ProxyRoute route;
  private final Duration tunnelLimit;
  private final Tls tls;

  Way(HttpCall call, ProxyRoute route, Duration tunnelLimit, Tls tls) {
    this.call = call;
    this.route = route;
    this.tunnelLimit = tunnelLimit;
    this.tls = tls;
  }

  /** The name to look up for dialling. */
  String host() {
    return route.isDirect() ? target().lookupName() : route.host();
  }

  int port() {
    return route.isDirect() ? targetPort() : route.port();
  }

  /** What the connection is told to connect to; a proxy's handler knows better whom to dial. */
  InetSocketAddress remote(InetSocketAddress dialled) {
    return isTunnel() ? destination() : dialled;
  }

  /** Fills the pipeline of a connection that is about to be made, in the event loop. */
  void prepare(ChannelPipeline pipeline, InetSocketAddress dialled) {
    if (!isTunnel()) {
      return;
    }
    boolean secure = route.kind() == ProxyRoute.Kind.HTTPS;
    SslHandler toProxy = secure ? tls.to(route.host(), route.port()) : null;
    if (toProxy != null) {
      pipeline.addLast(toProxy);
    }
    ProxyHandler handler =
        route.kind() == ProxyRoute.Kind.SOCKS5 ? socks(dialled) : connect(dialled);
    handler.setConnectTimeoutMillis(tunnelLimit.toMillis());
    pipeline.addLast(Tunnel.PROXY, handler);
    // between the proxy's codec, which the handler has just put in front of itself, and the handler
    Tunnel tunnel = new Tunnel(handler, toProxy);
    pipeline.addBefore(Tunnel.PROXY, Tunnel.WITNESS, tunnel);
    pipeline.channel().attr(Tunnel.KEY).set(tunnel);
  }

  /** TLS that begins as soon as the connection stands, where there is no tunnel; else null. */
  @Nullable
  SslHandler firstTls() {
    if (isTunnel()) {
      return null;
    }
    return route.kind() == ProxyRoute.Kind.HTTPS ? tls.to(route.host(), route.port()) : targetTls();
  }

  /** TLS to the destination; null for an http URL. */
  @Nullable
  SslHandler targetTls() {
    return isSecure() ? tls.to(target().bareHost(), targetPort()) : null;
  }

  /** Whether the proxy itself reads the request. */
  boolean isForwarded() {
    return !route.isDirect() && !isTunnel();
  }

  /** The proxy that reads the request; {@code DIRECT} when the destination does. */
  ProxyRoute forwarding() {
    return isForwarded() ? route : ProxyRoute.DIRECT;
  }

  /** Whether the proxy only opens the way to the destination. */
  boolean isTunnel() {
    return route.kind() == ProxyRoute.Kind.SOCKS5 || (!route.isDirect() && isSecure());
  }

  private boolean isSecure() {
    return "https".equalsIgnoreCase(call.url().getScheme());
  }

  private Authority target() {
    return Authority.of(call.url());
  }

  private int targetPort() {
    return target().portFor(call.url().getScheme());
  }

  /** Not looked up: the proxy does that. */
  private InetSocketAddress destination() {
    String name = target().lookupName();
    IpAddress address = IpAddress.parse(name);
    return address == null
        ? InetSocketAddress.createUnresolved(name, targetPort())
        : new InetSocketAddress(address.toInetAddress(), targetPort());
  }

  private ProxyHandler connect(InetSocketAddress proxy) {
    HttpHeaders headers = new DefaultHttpHeaders();
    String agent = call.headers().get("User-Agent");
    if (agent != null) {
      headers.set(HttpHeaderNames.USER_AGENT, agent);
    }
    return route.hasCredentials()
        ? new HttpProxyHandler(proxy, route.user(), route.password().reveal(), headers)
        : new HttpProxyHandler(proxy, headers);
  }

  private ProxyHandler socks(InetSocketAddress proxy) {
    return route.hasCredentials()
        ? new Socks5ProxyHandler(proxy, route.user(), route.password().reveal())
        : new Socks5ProxyHandler(proxy);
  }
}
