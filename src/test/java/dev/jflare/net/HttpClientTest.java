package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.jflare.log.Log;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientTest {
  private static final Timeouts SHORT =
      Timeouts.DEFAULT.withProgress(Duration.ofMillis(400)).withAnswer(Duration.ofMillis(700));

  private final HttpClient client = open(SHORT);

  @AfterEach
  void close() {
    client.close();
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void aBodyArrivesInChunksAndTheAnswerComesBack() throws Exception {
    AtomicLong received = new AtomicLong();
    AtomicReference<Headers> headers = new AtomicReference<>();
    try (Server server =
        Server.start(
            exchange -> {
              headers.set(exchange.getRequestHeaders());
              received.set(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
              exchange.getResponseHeaders().add("X-Word", "ok");
              exchange.sendResponseHeaders(201, 2);
              exchange.getResponseBody().write("hi".getBytes(StandardCharsets.US_ASCII));
              exchange.close();
            })) {
      BytesBody body = BytesBody.of(3_000_001);
      AtomicLong told = new AtomicLong();
      HttpCall call = HttpCall.post(server.url("/a?b=c%20d"), body).withHeader("X-Mine", "1");
      HttpAnswer answer = client.exchange(call, told::set, soon());

      assertEquals(201, answer.status());
      assertEquals("201 Created", answer.statusLine());
      assertEquals("ok", answer.header("x-word"));
      assertArrayEquals(new byte[] {'h', 'i'}, answer.body());
      assertEquals(3_000_001, received.get());
      assertEquals(3_000_001, answer.bytesSent());
      assertEquals(3_000_001, told.get());
      assertEquals("chunked", headers.get().getFirst("Transfer-Encoding"));
      assertEquals(null, headers.get().getFirst("Content-Length"));
      assertEquals("1", headers.get().getFirst("X-Mine"));
      assertTrue(body.closed() > 0);
    }
  }

  @Test
  void anAnswerIsTakenUpToItsLimitOrToAStream() throws Exception {
    try (Server server =
        Server.start(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write(new byte[1_000_000]);
              exchange.close();
            })) {
      HttpCall call = HttpCall.get(server.url("/"));
      HttpAnswer cut = client.exchange(call.withAnswerLimit(1000), TransferListener.NONE, soon());
      ByteArrayOutputStream sink = new ByteArrayOutputStream();
      HttpAnswer whole = client.download(call, sink, soon());

      assertTrue(cut.isCut());
      assertEquals(1000, cut.body().length);
      assertFalse(whole.isCut());
      assertEquals(1_000_000, sink.size());
      assertEquals(0, whole.body().length);
    }
  }

  @Test
  void userInfoBecomesBasicAuthenticationAndIsNeverShown() throws Exception {
    AtomicReference<Headers> headers = new AtomicReference<>();
    try (Server server =
        Server.start(
            exchange -> {
              headers.set(exchange.getRequestHeaders());
              exchange.sendResponseHeaders(204, -1);
              exchange.close();
            })) {
      URI url = URI.create(server.url("/").toString().replace("//", "//me:p%40ss@"));
      client.exchange(HttpCall.head(url), TransferListener.NONE, soon());

      assertEquals("Basic bWU6cEBzcw==", headers.get().getFirst("Authorization"));
      assertFalse(headers.get().getFirst("Host").contains("@"));
    }
    URI nowhere = URI.create("http://me:secret@127.0.0.1:" + closedPort() + "/?key=secret");
    HttpFailure refused = fails(HttpCall.get(nowhere));
    assertFalse(refused.toString().contains("secret"), refused.toString());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "NEVER_READS, PROGRESS_TIMEOUT, no byte moved for 0.4 s",
    "STOPS_READING, PROGRESS_TIMEOUT, no byte moved for 0.4 s",
    "NEVER_ANSWERS, ANSWER_TIMEOUT, no answer within 0.7 s",
    "RESETS, RESET, connection reset",
    "CUTS_ANSWER, CLOSED, EOF",
    "STALLS_ANSWER, PROGRESS_TIMEOUT, no byte moved",
    "SPEAKS_SMTP, PROTOCOL, not HTTP",
  })
  void aServerThatGoesWrong(Conduct conduct, Kind kind, String text) throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(conduct)) {
      // STALLS and CUTS answer at once; to a short body, so that it is not about sending
      boolean bodyIsRead = conduct != Conduct.CUTS_ANSWER && conduct != Conduct.STALLS_ANSWER;
      BytesBody body =
          BytesBody.of(conduct == Conduct.NEVER_ANSWERS ? 100_000 : bodyIsRead ? 64 << 20 : 10);
      HttpFailure failure = fails(HttpCall.post(URI.create(server.url()), body));

      assertEquals(kind, failure.kind(), failure.toString());
      assertTrue(failure.getMessage().contains(text), failure.getMessage());
      assertTrue(failure.getMessage().startsWith("POST " + server.url() + " (directly): "));
    }
  }

  @Test
  void aConnectionClosedWithoutAnAnswer() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.CLOSES)) {
      HttpFailure failure = fails(HttpCall.head(URI.create(server.url())));

      assertEquals(Kind.CLOSED, failure.kind(), failure.toString());
    }
  }

  @Test
  void anAnswerInTheMiddleOfTheBodyIsHeardAlthoughTheConnectionBreaks() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.REFUSES_EARLY)) {
      HttpCall call = HttpCall.post(URI.create(server.url()), BytesBody.of(1L << 30));
      HttpAnswer answer = client.exchange(call, TransferListener.NONE, soon());

      assertEquals("413 Payload Too Large", answer.statusLine());
      assertEquals("too much", new String(answer.body(), StandardCharsets.US_ASCII));
      assertTrue(answer.bytesSent() < 64 << 20, "sent " + answer.bytesSent());
    }
  }

  @Test
  void slowIsNotStalled() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.TRICKLES_ANSWER)) {
      HttpAnswer answer =
          client.exchange(HttpCall.get(URI.create(server.url())), TransferListener.NONE, soon());

      assertEquals(20, answer.body().length); // 1 s in all, with a limit of 0.4 s on standing still
    }
  }

  @Test
  void continueIsNoAnswer() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.CONTINUES_FIRST)) {
      HttpAnswer answer =
          client.exchange(HttpCall.get(URI.create(server.url())), TransferListener.NONE, soon());

      assertEquals(200, answer.status());
      assertEquals("ok", new String(answer.body(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void theCallersTimeIsKept() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.NEVER_ANSWERS);
        HttpClient patient = open(Timeouts.DEFAULT)) {
      HttpFailure failure =
          assertThrows(
              HttpFailure.class,
              () ->
                  patient.exchange(
                      HttpCall.get(URI.create(server.url())),
                      TransferListener.NONE,
                      Deadline.after(Duration.ofMillis(300))));

      assertEquals(Kind.DEADLINE, failure.kind());
    }
  }

  @Test
  void anInterruptEndsTheCall() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.STOPS_READING);
        HttpClient patient = open(Timeouts.DEFAULT)) {
      BytesBody body = BytesBody.of(64 << 20);
      CountDownLatch interrupted = new CountDownLatch(1);
      Thread caller =
          new Thread(
              () -> {
                try {
                  HttpCall call = HttpCall.post(URI.create(server.url()), body);
                  patient.exchange(call, sent -> Thread.currentThread().interrupt(), soon());
                } catch (InterruptedException expected) {
                  interrupted.countDown();
                } catch (IOException unexpected) {
                  throw new AssertionError(unexpected);
                }
              });
      caller.start();
      caller.join(5_000);

      assertEquals(0, interrupted.getCount());
    }
  }

  @Test
  void aClosedPortRefuses() throws Exception {
    int port = closedPort();
    HttpFailure failure = fails(HttpCall.get(URI.create("http://localhost:" + port)));

    assertEquals(Kind.REFUSED, failure.kind());
    assertTrue(failure.getMessage().contains("127.0.0.1:" + port), failure.getMessage());
  }

  @Test
  void anUnknownNameIsUnresolvable() {
    HttpFailure failure = fails(HttpCall.get(URI.create("http://no-such-host.invalid/")));

    // a sandbox without name servers says "temporary failure" instead
    assertTrue(
        failure.kind() == Kind.UNRESOLVABLE || failure.kind() == Kind.LOOKUP_FAILED,
        failure.toString());
  }

  @Test
  void anUnreadableBodyIsNotBlamedOnTheNetwork() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.NEVER_ANSWERS)) {
      BytesBody body = BytesBody.failingAt(500_000);
      HttpFailure failure = fails(HttpCall.post(URI.create(server.url()), body));

      assertEquals(Kind.BODY, failure.kind());
      assertTrue(failure.getMessage().endsWith("disk on fire"), failure.getMessage());
      assertTrue(body.closed() > 0);
    }
  }

  @Test
  void anUnwritableSinkIsNotBlamedOnTheNetwork() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.TRICKLES_ANSWER)) {
      OutputStream full =
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              throw new IOException("disk full");
            }
          };
      HttpFailure failure =
          assertThrows(
              HttpFailure.class,
              () -> client.download(HttpCall.get(URI.create(server.url())), full, soon()));

      assertEquals(Kind.SINK, failure.kind());
    }
  }

  @Test
  void onlyWebAddressesAreCalled() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            client.exchange(
                HttpCall.get(URI.create("ftp://127.0.0.1/")), TransferListener.NONE, soon()));
  }

  @Test
  void closingEndsACallThatIsUnderWay() throws Exception {
    try (MisbehavingServer server = MisbehavingServer.start(Conduct.NEVER_ANSWERS)) {
      HttpClient patient = open(Timeouts.DEFAULT);
      AtomicReference<Exception> outcome = new AtomicReference<>();
      CountDownLatch started = new CountDownLatch(1);
      Thread caller =
          new Thread(
              () -> {
                try {
                  HttpCall call = HttpCall.get(URI.create(server.url()));
                  patient.exchange(call, sent -> started.countDown(), soon());
                } catch (IOException | InterruptedException e) {
                  outcome.set(e);
                }
              });
      caller.start();
      started.await();
      patient.close();
      caller.join(5_000);

      assertEquals(Kind.CLOSED, ((HttpFailure) outcome.get()).kind());
    }
  }

  private HttpFailure fails(HttpCall call) {
    return assertThrows(
        HttpFailure.class, () -> client.exchange(call, TransferListener.NONE, soon()));
  }

  private static HttpClient open(Timeouts timeouts) {
    try {
      return HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, timeouts, Log.NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The JDK's server with one handler for everything. */
  private record Server(HttpServer server) implements AutoCloseable {
    static Server start(HttpHandler handler) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", handler);
      server.start();
      return new Server(server);
    }

    URI url(String path) {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
