package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingProxy.Conduct;
import dev.jflare.testing.RealProxy;
import dev.jflare.time.Deadline;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire to a proxy, and what is made of proxies that fail. */
class HttpClientProxyTest {
  private static final URI SECURE = URI.create("https://app.datadoghq.test./support/flare");
  private static final URI PLAIN = URI.create("http://app.datadoghq.test/support/flare?a=b%20c");
  private static final String LOGIN = "me:p%40ss%3Aword@";
  private static final String BASIC = "Basic bWU6cEBzczp3b3Jk"; // me:p@ss:word

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void aPlainRequestNamesItsWholeUrlAndShowsItsCredentialsAtOnce() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(Conduct.ANSWERS_ITSELF)) {
      HttpAnswer answer = call("http://" + LOGIN + proxy.address(), PLAIN);
      String head = proxy.heads().get(0).toLowerCase();

      assertEquals(200, answer.status());
      assertTrue(
          head.startsWith("get http://app.datadoghq.test/support/flare?a=b%20c http/1.1\r\n"),
          head);
      assertTrue(head.contains("\r\nhost: app.datadoghq.test\r\n"), head);
      assertTrue(head.contains("\r\nproxy-authorization: " + BASIC.toLowerCase()), head);
    }
  }

  @ParameterizedTest(name = "login \"{0}\"")
  @CsvSource({"me@, bWU6", "me:@, bWU6", "'', ''"})
  void withoutAPasswordTheColonStays(String login, String expected) throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(Conduct.ANSWERS_ITSELF)) {
      call("http://" + login + proxy.address(), PLAIN);
      String head = proxy.heads().get(0);

      assertEquals(!expected.isEmpty(), head.contains("roxy-"), head);
      assertTrue(head.contains(expected), head);
    }
  }

  @Test
  void aSecureRequestIsPrecededByConnect() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(Conduct.CLOSES_AFTER_CONNECT)) {
      HttpFailure failure = fails("http://" + LOGIN + proxy.address(), SECURE);
      String head = proxy.heads().get(0);

      assertTrue(head.startsWith("CONNECT app.datadoghq.test.:443 HTTP/1.1\r\n"), head);
      assertTrue(head.contains("host: app.datadoghq.test.:443\r\n"), head);
      assertTrue(head.contains("proxy-authorization: " + BASIC + "\r\n"), head);
      assertTrue(head.toLowerCase().contains("user-agent: jflare/test\r\n"), head);
      assertFalse(head.contains("a-secret"), head);
      assertEquals(Kind.TLS, failure.kind(), failure.getMessage());
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "STALLS, PROXY_TIMEOUT, no answer from the proxy within 0.4 s",
    "CUTS, PROXY, the proxy closed the connection without an answer",
    "GARBAGE, PROXY, its answer is not HTTP",
    "DEMANDS_BASIC, PROXY_CREDENTIALS, other credentials: 407 Proxy Authentication Required (set",
    "DEMANDS_NEGOTIATE, PROXY_CREDENTIALS, 'it offers Negotiate, NTLM, and only Basic'",
    "FORBIDS, PROXY_DENIED, 403 Not On My Watch",
    "BAD_GATEWAY, PROXY_GATEWAY, 502 Bad Gateway",
    "CREATED, PROXY_DENIED, 201 Created",
    "NO_REASON, PROXY_GATEWAY, 599 unknown status code",
    "CLOSES_AFTER_CONNECT, TLS, the peer closed the connection in the TLS handshake",
    "DRIPS, TLS_TIMEOUT, timeout in the TLS handshake",
  })
  void aTunnelThatDoesNotOpenSaysWhy(Conduct conduct, Kind kind, String words) throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(conduct)) {
      Duration tunnel = Duration.ofMillis(conduct == Conduct.DRIPS ? 5_000 : 400);
      HttpFailure failure = fails("http://" + LOGIN + proxy.address(), SECURE, tunnel);
      String message = failure.getMessage();

      assertEquals(kind, failure.kind(), message);
      assertTrue(message.contains(words), message);
      assertTrue(message.contains("(through the HTTP proxy " + proxy.address() + ")"), message);
      assertFalse(message.contains("ss:word") || message.contains("%3Aword"), message);
    }
  }

  @Test
  void aForwardedRequestThatNeedsCredentialsSaysSo() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(Conduct.DEMANDS_NEGOTIATE)) {
      HttpFailure failure = fails("http://" + proxy.address(), PLAIN);

      assertEquals(Kind.PROXY_CREDENTIALS, failure.kind());
      assertTrue(failure.getMessage().contains("set them in proxy.http"), failure.getMessage());
    }
  }

  @Test
  void aProxyThatIsDownIsNamed() throws Exception {
    String address = "127.0.0.1:" + RealProxy.freePort();
    for (String scheme : List.of("http", "https", "socks5")) {
      HttpFailure failure = fails(scheme + "://" + LOGIN + address, SECURE);

      assertEquals(Kind.REFUSED, failure.kind(), failure.getMessage());
      assertTrue(
          failure.getMessage().contains("at the proxy: connection refused"), failure.getMessage());
      assertTrue(failure.getMessage().contains(address), failure.getMessage());
      assertFalse(failure.getMessage().contains("word"), failure.getMessage());
    }
  }

  @Test
  void aProxyThatNobodyKnowsIsNamed() throws Exception {
    HttpFailure failure = fails("http://no-such-proxy.invalid:3128", SECURE);

    assertTrue(failure.getMessage().contains("no-such-proxy.invalid"), failure.getMessage());
    assertTrue(failure.getMessage().contains("at the proxy: "), failure.getMessage());
    assertTrue(
        failure.kind() == Kind.UNRESOLVABLE || failure.kind() == Kind.LOOKUP_FAILED,
        failure.getMessage());
  }

  @Test
  void aSettingThatIsNoUrlFailsTheCallAndShowsNoPassword() throws Exception {
    HttpFailure failure = fails("http://me:se cret@p:3128", SECURE);

    assertEquals(Kind.PROXY, failure.kind());
    assertTrue(
        failure.getMessage().contains("Could not parse the proxy URL for scheme https"),
        failure.getMessage());
    assertFalse(failure.getMessage().contains("cret"), failure.getMessage());
  }

  @Test
  void tlsToAProxyThatSpeaksNone_isAFailureAtTheProxy() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(Conduct.ANSWERS_ITSELF)) {
      for (URI url : List.of(SECURE, PLAIN)) {
        HttpFailure failure = fails("https://" + proxy.address(), url);

        assertTrue(failure.getMessage().contains("at the proxy: "), failure.getMessage());
        assertTrue(
            failure.kind() == Kind.TLS_TIMEOUT || failure.kind() == Kind.TLS, failure.getMessage());
      }
    }
  }

  /** RFC 1928: the name goes to the proxy as it is; here nobody could resolve it. */
  @ParameterizedTest
  @CsvSource({"socks5", "socks5h"})
  void socks_leavesNamesToTheProxyAndTheRequestInOriginForm(String scheme) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> socks(socket));
      HttpAnswer answer = call(scheme + "://127.0.0.1:" + socket.getLocalPort(), PLAIN);

      assertEquals(200, answer.status());
      assertEquals(
          "name app.datadoghq.test port 80: GET /support/flare?a=b%20c HTTP/1.1", seen.get());
    }
  }

  @Test
  void socks_saysWhatCredentialsItCanSend() throws Exception {
    HttpFailure failure = fails("socks5://me:p%C3%A4ss@127.0.0.1:1080", SECURE);

    assertEquals(Kind.PROXY, failure.kind());
    assertTrue(failure.getMessage().contains("255 ASCII characters"), failure.getMessage());
  }

  private static String socks(ServerSocket socket) {
    try (Socket connection = socket.accept()) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      in.skipBytes(1);
      in.skipBytes(in.read());
      out.write(new byte[] {5, 0});
      in.skipBytes(3);
      String kind = in.read() == 3 ? "name " : "not a name ";
      String name = new String(in.readNBytes(in.read()), StandardCharsets.US_ASCII);
      int port = in.readUnsignedShort();
      out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80});
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b != '\r'; b = in.read()) {
        line.append((char) b);
      }
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII));
      in.read();
      return kind + name + " port " + port + ": " + line;
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static HttpFailure fails(String proxy, URI url) throws Exception {
    return fails(proxy, url, Duration.ofSeconds(5));
  }

  private static HttpFailure fails(String proxy, URI url, Duration tunnel) throws Exception {
    try (HttpClient client = open(proxy, Timeouts.DEFAULT.withTunnel(tunnel))) {
      return assertThrows(HttpFailure.class, () -> call(client, url));
    }
  }

  private static HttpAnswer call(String proxy, URI url) throws Exception {
    try (HttpClient client = open(proxy, Timeouts.DEFAULT)) {
      return call(client, url);
    }
  }

  private static HttpAnswer call(HttpClient client, URI url) throws Exception {
    HttpCall call =
        HttpCall.get(url).withHeader("User-Agent", "jflare/test").withHeader("X-Key", "a-secret");
    return client.exchange(call, TransferListener.NONE, Deadline.after(Duration.ofSeconds(20)));
  }

  private static HttpClient open(String proxy, Timeouts timeouts) throws Exception {
    Settings settings =
        Settings.load(Map.of("proxy.http", proxy, "proxy.https", proxy), Map.of(), null);
    return HttpClient.open(
        ProxySettings.of(settings),
        TlsSettings.SYSTEM.withHandshakeTimeout(Duration.ofMillis(800)),
        timeouts,
        Log.NONE);
  }
}
