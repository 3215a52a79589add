package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.route.ServeSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.JflareThreads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own part: who is answered, what a client that goes away or asks too much causes. */
class PprofServerTest {
  private static final int LIMIT_SECONDS = 20;

  @TempDir Path folder;

  private CannedProfiles profiles;
  private PprofServer server;

  @BeforeEach
  void begin() throws Exception {
    profiles = new CannedProfiles(folder);
    server = start();
  }

  @AfterEach
  void closingLeavesNothing() throws Exception {
    server.close();
    List<String> left = JflareThreads.alive();
    assertFalse(left.stream().anyMatch(name -> name.startsWith("jflare-pprof")), left.toString());
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private PprofServer start(String... options) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("jflare.pprof.listen", "127.0.0.1:0"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    ServeSettings settings = ServeSettings.of(Settings.load(all, Map.of(), null));
    return PprofServer.start(settings, profiles, Log.NONE);
  }

  private void restart(String... options) throws Exception {
    server.close();
    server = start(options);
  }

  private RawHttp raw() throws IOException {
    return new RawHttp(URI.create("http://" + server.address()));
  }

  private String ask(String request) throws IOException {
    try (RawHttp client = raw()) {
      return client.send(request).answer();
    }
  }

  private static String get(String path, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    if (!String.join("", headers).contains("Host:")) {
      request.append("Host: localhost\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").toString();
  }

  @Test
  void anIdleServerHasOneThread() throws Exception {
    ask(get("/debug/pprof/"));
    assertTrue(JflareThreads.alive().contains("jflare-pprof-loop-1"));
    assertTrue(JflareThreads.alive().contains("jflare-pprof-1"), "the worker stays for 10 s");
  }

  @Test
  void aConnectionServesManyRequests_alsoThoseSentAhead() throws Exception {
    try (RawHttp client = raw()) {
      String one = get("/debug/pprof/cmdline");
      client.send(one + one + one);
      for (int i = 0; i < 3; i++) {
        assertTrue(client.answer().endsWith("java\0-jar\0a.jar"));
      }
      assertTrue(client.send(get("/debug/pprof/nothing")).answer().endsWith("Unknown profile\n"));
      assertTrue(client.send(one).answer().endsWith("java\0-jar\0a.jar"));
    }
  }

  @Test
  void aClientWithoutFurtherRequestsGetsItsAnswer() throws Exception {
    try (RawHttp client = raw()) {
      client.send(get("/debug/pprof/cmdline")).shutdownOutput();
      assertTrue(client.answer().endsWith("java\0-jar\0a.jar"));
      assertTrue(client.ended());
    }
    assertTrue(ask("GET /debug/pprof/cmdline HTTP/1.0\r\n\r\n").contains("onnection: close"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/debug/pprof/profile",
        "/debug/pprof/heap?seconds=60",
        "/debug/pprof/trace?seconds=60",
        "/debug/jfr"
      })
  void aClientThatGoesAwayEndsItsWindow(String path) throws Exception {
    RawHttp client = raw();
    client.send(get(path));
    assertTrue(profiles.begun.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));
    client.close();
    assertTrue(profiles.ended.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));

    client = raw();
    client.send(get(path));
    assertTrue(profiles.begun.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));
    client.reset();
    assertTrue(profiles.ended.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void closingEndsWindows() throws Exception {
    try (RawHttp client = raw()) {
      client.send(get("/debug/pprof/profile"));
      assertTrue(profiles.begun.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));
      server.close();
      assertTrue(profiles.ended.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
  }

  @Test
  void fiftyClientsAtATime() throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String path = i % 2 == 0 ? "/debug/pprof/profile?seconds=1" : "/debug/jfr?seconds=1";
      URI uri = URI.create("http://" + server.address() + path);
      answers.add(
          client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
    }
    for (int i = 0; i < 50; i++) {
      HttpResponse<byte[]> answer = answers.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertEquals(200, answer.statusCode());
      assertTrue(i % 2 == 0 || answer.body().length == 200_000, "recording " + i);
    }
  }

  @Test
  void moreRequestsThanThereMayBeAreToldSo() throws Exception {
    List<RawHttp> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        clients.add(raw().send(get("/debug/pprof/profile")));
      }
      assertTrue(profiles.begun.tryAcquire(64, LIMIT_SECONDS, TimeUnit.SECONDS));
      String answer = ask(get("/debug/pprof/cmdline"));
      assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
      assertTrue(answer.contains("too many requests at a time"), answer);
    } finally {
      for (RawHttp client : clients) {
        client.close();
      }
    }
    assertTrue(profiles.ended.tryAcquire(64, LIMIT_SECONDS, TimeUnit.SECONDS));
  }

  @Test
  void garbageIsCollectedWhenAskedTo_andOnlyThen() throws Exception {
    ask(get("/debug/pprof/heap"));
    ask(get("/debug/pprof/allocs?gc=1"));
    ask(get("/debug/pprof/heap?gc=0"));
    assertEquals(0, profiles.collections.get());
    ask(get("/debug/pprof/heap?gc=1"));
    assertEquals(1, profiles.collections.get());
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,                 200",
    "LOCALHOST:6060,            200",
    "app.localhost:6060,        200",
    "127.0.0.1:6060,            200",
    "[::1]:6060,                200",
    "10.1.2.3,                  200",
    "prod-7.example.org:443,    200",
    "evil.example.com,          403",
    "127.0.0.1.example.com,     403",
    "localhost.example.com,     403",
    "2130706433.example.com:80, 403",
    "a b,                       403"
  })
  void aNameThatAPageChoseIsRefused(String host, int status) throws Exception {
    restart("jflare.pprof.hosts", "prod-7.example.org");
    String answer = ask(get("/debug/pprof/cmdline", "Host: " + host));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals(status != 200, answer.contains("X-Go-Pprof: 1"), answer);
    assertFalse(answer.toLowerCase().contains("access-control"), answer);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://evil.example.com,  403",
    "Origin: null,                     403",
    "Sec-Fetch-Site: cross-site,       403",
    "Sec-Fetch-Site: same-site,        403",
    "Origin: http://localhost,         200",
    "Sec-Fetch-Site: same-origin,      200",
    "Sec-Fetch-Site: none,             200"
  })
  void pagesOfOtherSitesAreRefused(String header, int status) throws Exception {
    String answer = ask(get("/debug/pprof/heap?gc=1", header));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals(status == 200 ? 1 : 0, profiles.collections.get());
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization: Bearer s3cret token,             200",
    "authorization: bearer s3cret token,             200",
    "Authorization: Basic YW55Ym9keTpzM2NyZXQgdG9rZW4=, 200", // anybody:s3cret token
    "Authorization: Basic czNjcmV0IHRva2Vu,          200", // s3cret token
    "Authorization: Basic YW55Ym9keTp3cm9uZw==,      401",
    "Authorization: Basic ***,                       401",
    "Authorization: Bearer s3cret,                   401",
    "Authorization: Bearer,                          401",
    "Authorization: Digest s3cret token,             401",
    "Accept: */*,                                    401"
  })
  void aTokenIsAskedFor(String header, int status) throws Exception {
    restart("jflare.pprof.token", "s3cret token");
    String answer = ask(get("/debug/pprof/cmdline", header));
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    assertEquals(status == 401, answer.contains("WWW-Authenticate: Basic realm="), answer);
  }

  @Test
  void goToolPprofBringsTheTokenAsAPassword_andShowsRefusals() throws Exception {
    Assumptions.assumeTrue(GoPprof.isHere(), "no go on the path");
    restart("jflare.pprof.token", "s3cret");
    String path = server.address() + "/debug/pprof/heap";
    assertTrue(GoPprof.print("http://any:s3cret@" + path).contains("a.B.c"));
    AssertionError refused =
        assertThrows(AssertionError.class, () -> GoPprof.print("http://" + path));
    assertTrue(refused.getMessage().contains("a token is required"), refused.getMessage());
  }

  @Test
  void whatIsNoHttpIsRefused_andSoIsTooMuchOfIt() throws Exception {
    assertTrue(ask("nonsense\r\n\r\n").startsWith("HTTP/1.1 400 "));
    assertTrue(ask("GET /debug/pprof/ HTTP/1.1\r\n\r\n").contains("missing required Host header"));
    assertTrue(
        ask("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n")
            .contains("too many Host headers"));
    assertTrue(ask(get("/debug/pprof/%zz")).startsWith("HTTP/1.1 400 "));
    assertTrue(ask(get("*")).startsWith("HTTP/1.1 400 "));
    assertTrue(ask(get("/" + "x".repeat(9000))).startsWith("HTTP/1.1 414 "));
    assertTrue(ask(get("/", "X: " + "x".repeat(20_000))).startsWith("HTTP/1.1 431 "));
    assertTrue(
        ask("POST /debug/pprof/symbol HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n")
            .startsWith("HTTP/1.1 413 "));
  }

  @Test
  void aPortInUseIsNamed() {
    IOException refused =
        assertThrows(
            IOException.class, () -> start("jflare.pprof.listen", server.address()).close());
    String message = refused.getMessage();
    assertTrue(message.startsWith("jflare.pprof.listen: cannot listen on 127.0.0.1:"), message);
  }
}
