package dev.jflare.scrape;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The HTTP clients of one scrape: one for the network, and one for each UNIX socket. */
final class EndpointClients implements Closeable {
  private final List<HttpClient> open = new ArrayList<>();
  private final ProxySettings proxies;
  private final TlsSettings tls;
  private final Timeouts timeouts;
  private final Log log;
  private @Nullable HttpClient network;

  EndpointClients(ProxySettings proxies, TlsSettings tls, Timeouts timeouts, Log log) {
    this.proxies = proxies;
    this.tls = tls;
    this.timeouts = timeouts;
    this.log = log;
  }

  /**
   * @throws IOException when a file of certificates cannot be used, or UNIX sockets cannot
   */
  HttpClient of(PprofEndpoint endpoint) throws IOException {
    if (endpoint.socket() != null) {
      return opened(endpoint.open(proxies, tls, timeouts, log));
    }
    HttpClient client = network;
    if (client == null) {
      client = opened(endpoint.open(proxies, tls, timeouts, log));
      network = client;
    }
    return client;
  }

  private HttpClient opened(HttpClient client) {
    open.add(client);
    return client;
  }

  @Override
  public void close() {
    open.forEach(HttpClient::close);
  }
}
