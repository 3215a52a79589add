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
import dev.jflare.testing.FullBacklog;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.ScriptedServer;
import dev.jflare.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Peers that stall at one point each: the call ends, and says which setting is the limit. */
class HttpClientLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void dialling() throws Exception {
    try (FullBacklog deaf = FullBacklog.open()) {
      HttpFailure failure = fails(Timeouts.DEFAULT.withDial(SHORT), "", head(deaf.url("http")));

      assertEquals(Kind.CONNECT_TIMEOUT, failure.kind(), failure.getMessage());
      assertTrue(failure.what().contains("jflare.dial_timeout"), failure.what());
    }
  }

  @Test
  void aProxyThatStalls() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(MisbehavingProxy.Conduct.STALLS)) {
      HttpFailure failure =
          fails(
              Timeouts.DEFAULT.withTunnel(SHORT),
              "http://" + proxy.address(),
              head(URI.create("https://app.datadoghq.test")));

      assertEquals(Kind.PROXY_TIMEOUT, failure.kind());
      assertTrue(failure.what().contains("jflare.proxy_timeout"), failure.what());
    }
  }

  @Test
  void theHandshake() throws Exception {
    try (MisbehavingServer mute = MisbehavingServer.start(MisbehavingServer.Conduct.NEVER_READS)) {
      URI url = URI.create(mute.url().replace("http:", "https:"));
      HttpFailure failure = fails(Timeouts.DEFAULT, "", head(url));

      assertEquals(Kind.TLS_TIMEOUT, failure.kind());
      assertTrue(failure.what().contains("tls_handshake_timeout"), failure.what());
    }
  }

  @Test
  void standingStill() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.start(MisbehavingServer.Conduct.STOPS_READING)) {
      HttpCall call = HttpCall.post(URI.create(server.url()), BytesBody.of(64 << 20));
      HttpFailure failure = fails(Timeouts.DEFAULT.withProgress(SHORT), "", call);

      assertEquals(Kind.PROGRESS_TIMEOUT, failure.kind());
      assertTrue(failure.what().contains("jflare.progress_timeout"), failure.what());
      assertFalse(failure.isRequestComplete());
    }
  }

  @Test
  void theAnswer_andThatTheRequestMayHaveBeenTaken() throws Exception {
    try (MisbehavingServer server =
        MisbehavingServer.start(MisbehavingServer.Conduct.NEVER_ANSWERS)) {
      Timeouts limits = Timeouts.DEFAULT.withAnswer(SHORT);
      URI url = URI.create(server.url());
      HttpFailure failure = fails(limits, "", HttpCall.post(url, BytesBody.of(1_000)));

      assertEquals(Kind.ANSWER_TIMEOUT, failure.kind());
      assertTrue(failure.what().contains("jflare.answer_timeout"), failure.what());
      assertTrue(failure.isRequestComplete());
      assertTrue(failure.getMessage().contains("may have been taken"), failure.getMessage());
      assertFalse(fails(limits, "", head(url)).isRequestComplete(), "nothing was there to take");
    }
  }

  @Test
  void whoDoesNotSayWhetherHeWantsTheBody_getsItAfterASecond() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().readBody(200_000).say(200, "")) {
      HttpCall call = HttpCall.post(server.url(), BytesBody.of(200_000)).askingFirst();
      long start = System.nanoTime();
      HttpAnswer answer = exchange(Timeouts.DEFAULT.withProgress(SHORT), "", call);

      assertEquals(200, answer.status());
      assertTrue(server.heads().get(0).toLowerCase().contains("expect: 100-continue"));
      assertTrue(System.nanoTime() - start > 900_000_000L, "the body came before its time");
    }
  }

  @Test
  void whoDoesNotWantTheBody_isNotSentIt() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(413, "")) {
      HttpCall call = HttpCall.post(server.url(), BytesBody.of(64 << 20)).askingFirst();
      HttpAnswer answer = exchange(Timeouts.DEFAULT, "", call);

      assertEquals(413, answer.status());
      assertEquals(0, answer.bytesSent());
    }
  }

  @Test
  void whoWantsTheBody_getsItAtOnce() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start().raw("HTTP/1.1 100 Continue\r\n\r\n").readBody(9).say(201, "")) {
      HttpCall call = HttpCall.post(server.url(), BytesBody.of(9)).askingFirst();

      assertEquals(201, exchange(Timeouts.DEFAULT, "", call).status());
    }
  }

  @Test
  void whoDoesNotLikeTheQuestion_isNotAskedAgain() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start().say(417, "").nextConnection().readBody(9).say(200, "")) {
      HttpCall call = HttpCall.post(server.url(), BytesBody.of(9)).askingFirst();

      assertEquals(200, exchange(Timeouts.DEFAULT, "", call).status());
      assertFalse(server.heads().get(1).toLowerCase().contains("expect"), server.heads().get(1));
    }
  }

  @Test
  void aProxysProvisionalAnswersAreSkipped() throws Exception {
    String answers =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\nX-A: b\r\n\r\n"
            + "HTTP/1.1 200 OK\r\n\r\n";
    try (ScriptedServer proxy = ScriptedServer.start().raw(answers).hold()) {
      HttpFailure failure =
          fails(Timeouts.DEFAULT, proxy.url().toString(), head(URI.create("https://a.test")));

      assertEquals(Kind.TLS_TIMEOUT, failure.kind(), "the tunnel stands: " + failure);
    }
  }

  @Test
  void aProxysOwnRefusalIsTold() throws Exception {
    try (ScriptedServer proxy =
        ScriptedServer.start().say(403, "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n")) {
      HttpAnswer answer =
          exchange(Timeouts.DEFAULT, proxy.url().toString(), head(URI.create("http://a.test")));

      assertTrue(answer.isProxysOwn());
      assertTrue(answer.doubt().contains("itself: X-Squid-Error ERR_ACCESS_DENIED 0"));
    }
    try (ScriptedServer proxy = ScriptedServer.start().say(502, "Server: nginx\r\n")) {
      HttpAnswer answer =
          exchange(Timeouts.DEFAULT, proxy.url().toString(), head(URI.create("http://a.test")));

      assertFalse(answer.isProxysOwn());
      assertTrue(answer.doubt().contains("which may have said so itself"), answer.doubt());
    }
    try (ScriptedServer direct = ScriptedServer.start().say(502, "")) {
      assertEquals("", exchange(Timeouts.DEFAULT, "", head(direct.url())).doubt());
    }
  }

  private static HttpCall head(URI url) {
    return HttpCall.head(url);
  }

  private static HttpFailure fails(Timeouts timeouts, String proxy, HttpCall call) {
    return assertThrows(HttpFailure.class, () -> exchange(timeouts, proxy, call));
  }

  private static HttpAnswer exchange(Timeouts timeouts, String proxy, HttpCall call)
      throws Exception {
    Settings settings =
        Settings.load(Map.of("proxy.http", proxy, "proxy.https", proxy), Map.of(), null);
    TlsSettings tls = TlsSettings.SYSTEM.withHandshakeTimeout(Duration.ofMillis(500));
    try (HttpClient client = HttpClient.open(ProxySettings.of(settings), tls, timeouts, Log.NONE)) {
      return client.exchange(call, TransferListener.NONE, Deadline.after(Duration.ofSeconds(20)));
    }
  }
}
