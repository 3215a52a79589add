package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.jflare.log.Log;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.RealProxy;
import dev.jflare.testing.TestCertificate;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads through squid, tinyproxy, microsocks and dante to servers that look at what arrives. */
class RealProxyIT {
  private static final long BYTES = 3_000_000;

  @TempDir private static Path folder;

  private static TestCertificate certificate;
  private static HttpServer plain;
  private static HttpsServer secure;
  private static volatile Headers headers = new Headers();
  private static volatile String requestUri = "";
  private static volatile long received;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1");
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    plain = HttpServer.create(any, 0);
    secure = HttpsServer.create(any, 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
    for (HttpServer server : List.of(plain, secure)) {
      server.createContext("/", RealProxyIT::take);
      server.start();
    }
  }

  @AfterAll
  static void stop() {
    plain.stop(0);
    secure.stop(0);
  }

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void squid_forwardsAndTunnels() throws Exception {
    try (RealProxy squid = RealProxy.squid(folder)) {
      assertArrives("http://" + squid.address(), plainUrl());
      assertTrue(headers.containsKey("Via"), "squid says that it was there");
      assertArrives("http://" + squid.address(), secureUrl());
      assertFalse(headers.containsKey("Via"), "nobody reads inside a tunnel");
      assertTrue(squid.logged("POST " + plainUrl().resolve("/in")));
      assertTrue(squid.logged("CONNECT localhost:" + secure.getAddress().getPort()));
    }
  }

  @Test
  void squid_takesCredentialsAndKeepsThemToItself() throws Exception {
    try (RealProxy squid = RealProxy.squidWithBasic(folder)) {
      String proxy = "http://" + RealProxy.CREDENTIALS + squid.address();
      for (URI url : List.of(plainUrl(), secureUrl())) {
        assertArrives(proxy, url);
        assertFalse(headers.containsKey("Proxy-Authorization"), headers.toString());
        assertFails(Kind.PROXY_CREDENTIALS, "wants credentials: 407", squid, "http://", url);
        assertFails(
            Kind.PROXY_CREDENTIALS, "wants other credentials: 407", squid, "http://me:x@", url);
      }
    }
  }

  @Test
  void squid_overTls() throws Exception {
    try (RealProxy squid = RealProxy.squidWithTls(folder, certificate)) {
      String proxy = "https://localhost:" + squid.port();
      assertArrives(proxy, plainUrl());
      assertArrives(proxy, secureUrl());

      HttpFailure failure =
          assertThrows(HttpFailure.class, () -> post(proxy, secureUrl(), TlsSettings.SYSTEM));
      assertEquals(Kind.CERTIFICATE, failure.kind(), failure.getMessage());
      assertTrue(failure.getMessage().contains("at the proxy: "), failure.getMessage());
    }
  }

  @Test
  void squid_saysNoAndSaysItCannot() throws Exception {
    URI closed = URI.create("https://127.0.0.1:" + RealProxy.freePort());
    try (RealProxy squid = RealProxy.squidThatDenies(folder)) {
      assertFails(Kind.PROXY_DENIED, "403 Forbidden", squid, "http://", secureUrl());
      assertEquals(403, post("http://" + squid.address(), plainUrl(), trusting()).status());
    }
    try (RealProxy squid = RealProxy.squid(folder)) {
      assertFails(Kind.PROXY_GATEWAY, "503 Service Unavailable", squid, "http://", closed);
    }
  }

  @Test
  void tinyproxy_withCredentials() throws Exception {
    try (RealProxy tinyproxy = RealProxy.tinyproxy(folder)) {
      String proxy = "http://me:secret@" + tinyproxy.address();
      assertArrives(proxy, plainUrl());
      assertFalse(headers.containsKey("Proxy-Authorization"), headers.toString());
      assertArrives(proxy, secureUrl());
      assertFails(Kind.PROXY_CREDENTIALS, "407", tinyproxy, "http://", secureUrl());
    }
  }

  @Test
  void microsocks_withCredentials() throws Exception {
    URI closed = URI.create("http://127.0.0.1:" + RealProxy.freePort());
    try (RealProxy socks = RealProxy.microsocks(folder)) {
      for (String scheme : List.of("socks5://", "socks5h://")) {
        String proxy = scheme + RealProxy.CREDENTIALS + socks.address();
        assertArrives(proxy, plainUrl());
        assertEquals("/in?a=b", requestUri, "origin form");
        assertArrives(proxy, secureUrl());
      }
      assertFails(Kind.PROXY_CREDENTIALS, "log in", socks, "socks5://", plainUrl());
      assertFails(Kind.PROXY_CREDENTIALS, "not accepted", socks, "socks5://me:x@", plainUrl());
      String login = "socks5://" + RealProxy.CREDENTIALS;
      assertFails(Kind.PROXY_GATEWAY, "CONNECTION_REFUSED", socks, login, closed);
    }
  }

  /** It cuts what comes in chunks without a word, to curl as well; 413 is for known lengths. */
  @Test
  void squid_takesNoLargeBodies() throws Exception {
    try (RealProxy squid = RealProxy.squidWithBodyLimit(folder)) {
      String address = "http://" + squid.address();
      HttpFailure cut =
          assertThrows(HttpFailure.class, () -> post(address, plainUrl(), trusting()));
      assertTrue(List.of(Kind.RESET, Kind.CLOSED).contains(cut.kind()), cut.getMessage());
      assertArrives(address, secureUrl());
    }
  }

  /** 500 or 503, depending on its version. */
  @Test
  void squid_doesNotKnowTheName() throws Exception {
    try (RealProxy squid = RealProxy.squid(folder)) {
      URI secret = URI.create("https://flares.invalid");
      String words = "the proxy cannot connect to this destination: 50";
      assertFails(Kind.PROXY_GATEWAY, words, squid, "http://", secret);
      URI open = URI.create("http://flares.invalid/in");
      assertTrue(post("http://" + squid.address(), open, trusting()).status() >= 500);
    }
  }

  @Test
  void dante_withoutCredentials() throws Exception {
    int closed = RealProxy.freePort();
    int blocked = secure.getAddress().getPort();
    try (RealProxy dante = RealProxy.danteThatBlocks(folder, blocked)) {
      for (String scheme : List.of("socks5://", "socks5h://")) {
        assertArrives(scheme + dante.address(), plainUrl());
        // it offers to go without credentials, so ours are not sent
        assertArrives(scheme + RealProxy.CREDENTIALS + dante.address(), plainUrl());
      }
      assertFails(Kind.PROXY_DENIED, "FORBIDDEN", dante, "socks5://", secureUrl());
      URI nobody = URI.create("http://127.0.0.1:" + closed);
      assertFails(Kind.PROXY_GATEWAY, "CONNECTION_REFUSED", dante, "socks5://", nobody);
      assertTrue(dante.logged("tcp/connect"));
    }
  }

  @Test
  void dante_withUsersOfTheSystem() throws Exception {
    try (RealProxy dante = RealProxy.danteWithUsers(folder)) {
      assertFails(Kind.PROXY_CREDENTIALS, "log in", dante, "socks5://", plainUrl());
      String login = "socks5://nobody-of-this-name:x@";
      assertFails(Kind.PROXY_CREDENTIALS, "not accepted", dante, login, plainUrl());
    }
  }

  private static void assertArrives(String proxy, URI url) throws Exception {
    received = 0;
    assertEquals(200, post(proxy, url, trusting()).status());
    assertEquals(BYTES, received);
  }

  private static void assertFails(
      Kind kind, String words, RealProxy proxy, String prefix, URI url) {
    String address = prefix + proxy.address();
    HttpFailure failure =
        assertThrows(HttpFailure.class, () -> post(address, url, trusting()), words);
    assertEquals(kind, failure.kind(), failure.getMessage());
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
    assertTrue(failure.getMessage().contains("proxy " + proxy.address()), failure.getMessage());
  }

  private static HttpAnswer post(String proxy, URI url, TlsSettings tls) throws Exception {
    Settings settings =
        Settings.load(Map.of("proxy.http", proxy, "proxy.https", proxy), Map.of(), null);
    ProxySettings proxies = ProxySettings.of(settings);
    try (HttpClient client = HttpClient.open(proxies, tls, Timeouts.DEFAULT, Log.NONE)) {
      HttpCall call = HttpCall.post(url, BytesBody.of(BYTES));
      return client.exchange(call, TransferListener.NONE, Deadline.after(Duration.ofSeconds(30)));
    }
  }

  private static TlsSettings trusting() throws IOException, InterruptedException {
    return TlsSettings.SYSTEM.withTrustFile(certificate.pem());
  }

  private static URI plainUrl() {
    return URI.create("http://localhost:" + plain.getAddress().getPort() + "/in?a=b");
  }

  private static URI secureUrl() {
    return URI.create("https://localhost:" + secure.getAddress().getPort() + "/in?a=b");
  }

  private static void take(HttpExchange exchange) throws IOException {
    headers = exchange.getRequestHeaders();
    requestUri = exchange.getRequestURI().toString();
    received = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }
}
