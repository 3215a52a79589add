package dev.jflare.net;

import dev.jflare.route.ProxyRoute;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Hears how the connection of one call comes to be, in this order and as far as it gets. Called by
 * the caller's thread and by the event loop, never by both at once; must not wait.
 */
public interface ConnectionListener {
  ConnectionListener NONE = new ConnectionListener() {};

  default void routed(ProxyRoute route) {}

  /** The addresses of the host that is dialled: the proxy's when there is one. */
  default void resolved(String host, List<InetAddress> addresses) {}

  default void connected(InetSocketAddress address) {}

  /** TLS to the proxy itself stands. */
  default void securedToProxy(TlsPeer proxy) {}

  /** The proxy has opened the way to the destination. */
  default void tunnelled() {}

  /** TLS to the destination stands. */
  default void secured(TlsPeer destination) {}

  /**
   * The handshake failed and is made again with another TLS library, on a connection of its own.
   */
  default void startsOver() {}

  /** The certificates of a peer that is not trusted, its own first; the call fails next. */
  default void distrusted(List<X509Certificate> chain) {}
}
