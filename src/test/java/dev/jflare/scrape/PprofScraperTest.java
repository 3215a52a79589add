package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.jflare.archive.Gzip;
import dev.jflare.collect.SkippedException;
import dev.jflare.log.Log;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PprofScraperTest {
  /** The smallest profile: one sample type of two empty names, and a string table of one. */
  private static final byte[] PROFILE = {0x0a, 0x00, 0x32, 0x00};

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, 200, null, PROFILE));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void fiveProfilesInOrder() throws Exception {
    RecordedEvidence evidence = scrape(3, "api=" + url());

    assertEquals(
        Set.of(
            "profiles/api-1st-heap.pprof",
            "profiles/api-cpu.pprof",
            "profiles/api-2nd-heap.pprof",
            "profiles/api-mutex.pprof",
            "profiles/api-block.pprof",
            "profiles/api-goroutine.pprof",
            "profiles/api-threadcreate.pprof"),
        evidence.profiles().keySet());
    assertEquals(
        List.of("/heap", "/profile?seconds=3", "/heap", "/mutex", "/block"), asked.subList(0, 5));
    assertArrayEquals(PROFILE, evidence.profiles().get("profiles/api-cpu.pprof"));
    assertEquals(Set.of("profiles/api-vars.json"), evidence.gaps().keySet(), "that is no expvar");
    assertEquals("api=" + url(), evidence.notes().get("endpoint.api"));
  }

  @Test
  void withoutAWindowThereIsNoCpuProfileAndOneHeap() throws Exception {
    scrape(0, url());

    assertEquals(List.of("/heap", "/mutex", "/block"), asked.subList(0, 3));
  }

  @Test
  void aFailureCostsOneFileAndIsToldInGosWords() throws Exception {
    server.createContext(
        "/debug/pprof/profile",
        exchange -> {
          exchange.getResponseHeaders().set("X-Go-Pprof", "1");
          answer(exchange, 500, "text/plain; charset=utf-8", text("cpu profiling already in use"));
        });
    server.createContext(
        "/debug/pprof/mutex", exchange -> answer(exchange, 200, "text/html", text("<html>")));
    server.createContext(
        "/debug/pprof/block", exchange -> answer(exchange, 404, "text/plain", text("secret?")));
    RecordedEvidence evidence = scrape(1, "n=" + url());

    assertTrue(evidence.profiles().containsKey("profiles/n-2nd-heap.pprof"));
    assertEquals(
        "GET " + url() + "/profile: 500 Internal Server Error: cpu profiling already in use",
        evidence.gaps().get("profiles/n-cpu.pprof"));
    String mutex = evidence.gaps().get("profiles/n-mutex.pprof");
    assertTrue(mutex.contains("not a pprof profile") && mutex.endsWith("(text/html)"), mutex);
    assertEquals(
        "GET "
            + url()
            + "/block: 404 Not Found (is the path of the URL right? Go has its profiles at /debug/pprof)",
        evidence.gaps().get("profiles/n-block.pprof"));
  }

  @Test
  void gzipIsUnpackedAndABombIsNot() throws Exception {
    byte[] bomb = Gzip.compress(new byte[80 << 20]);
    server.createContext(
        "/debug/pprof/heap", exchange -> answer(exchange, 200, null, Gzip.compress(PROFILE)));
    server.createContext("/debug/pprof/mutex", exchange -> answer(exchange, 200, null, bomb));
    RecordedEvidence evidence = scrape(0, "n=" + url());

    assertArrayEquals(PROFILE, evidence.profiles().get("profiles/n-1st-heap.pprof"));
    String mutex = evidence.gaps().get("profiles/n-mutex.pprof");
    assertTrue(mutex.contains("longer than"), mutex);
  }

  @Test
  void anEndpointThatHangsCostsItsOwnProfilesAndTheTime() throws Exception {
    try (MisbehavingServer hung = MisbehavingServer.start(Conduct.NEVER_READS)) {
      RecordedEvidence evidence = new RecordedEvidence();
      long start = System.nanoTime();
      scraper(0, "hung=" + hung.url(), "n=" + url())
          .collect(evidence, Deadline.after(Duration.ofMillis(1_500)));
      long millis = (System.nanoTime() - start) / 1_000_000;

      evidence.gaps().remove("profiles/n-vars.json"); // the server says something else there
      assertEquals(5, evidence.profiles().size());
      assertEquals(
          Set.of(
              "profiles/hung-1st-heap.pprof",
              "profiles/hung-mutex.pprof",
              "profiles/hung-block.pprof"),
          evidence.gaps().keySet());
      assertTrue(millis < 1_500, "took " + millis + " ms");
    }
  }

  @Test
  void anInterruptEndsIt() throws Exception {
    try (MisbehavingServer hung = MisbehavingServer.start(Conduct.NEVER_READS)) {
      Thread.currentThread().interrupt();

      assertThrows(
          InterruptedException.class,
          () ->
              scraper(0, hung.url())
                  .collect(new RecordedEvidence(), Deadline.after(Duration.ofSeconds(20))));
    }
  }

  @Test
  void noEndpointNoWork() {
    assertThrows(SkippedException.class, () -> scrape(1));
  }

  @Test
  void otherHostsAreReachedThroughTheProxy_loopbackIsNot() throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(MisbehavingProxy.Conduct.FORBIDS)) {
      Map<String, String> options = Map.of("proxy.http", "http://" + proxy.address());
      ProxySettings proxies = ProxySettings.of(Settings.load(options, Map.of(), null));
      List<PprofEndpoint> endpoints =
          List.of(
              PprofEndpoint.parse("far=http://pprof.test:6060"),
              PprofEndpoint.parse("near=" + url()));
      RecordedEvidence evidence = new RecordedEvidence();
      new PprofScraper(endpoints, 0, proxies, TlsSettings.SYSTEM, Log.NONE)
          .collect(evidence, Deadline.after(Duration.ofSeconds(20)));

      assertEquals(3, proxy.heads().size());
      assertTrue(
          proxy.heads().get(0).startsWith("GET http://pprof.test:6060/debug/pprof/heap HTTP/1.1"),
          proxy.heads().get(0));
      assertTrue(
          evidence.gaps().get("profiles/far-1st-heap.pprof").contains("403 Not On My Watch"),
          evidence.gaps().toString());
      assertTrue(evidence.profiles().containsKey("profiles/near-1st-heap.pprof"));
    }
  }

  @Test
  void namesAreUnique() {
    assertThrows(IllegalArgumentException.class, () -> scraper(1, "http://h:1/a", "http://h:1/b"));
  }

  @Test
  void whatAGoProgramHasBesides() throws Exception {
    server.createContext(
        "/debug/pprof/goroutine",
        exchange -> {
          boolean text = "debug=2".equals(exchange.getRequestURI().getQuery());
          answer(exchange, 200, null, text ? text("goroutine 1 [running]:") : PROFILE);
        });
    server.createContext(
        "/debug/pprof/cmdline", exchange -> answer(exchange, 200, null, text("shop\0--fast")));
    server.createContext(
        "/debug/vars", exchange -> answer(exchange, 200, null, text("{\"cmdline\": []}")));
    RecordedEvidence evidence = scrape(0, "n=" + url());

    assertEquals(Set.of(), evidence.gaps().keySet());
    assertEquals("goroutine 1 [running]:", evidence.texts().get("profiles/n-goroutines.txt"));
    assertEquals("shop\n--fast", evidence.texts().get("profiles/n-cmdline.txt"));
    assertEquals("{\"cmdline\": []}", evidence.texts().get("profiles/n-vars.json"));
  }

  @Test
  void anEndpointWithoutProfilesIsAskedForNoMore() throws Exception {
    server.createContext("/elsewhere", exchange -> answer(exchange, 404, null, text("no")));
    RecordedEvidence evidence = scrape(0, "n=" + url().replace("/debug/pprof", "/elsewhere"));

    assertEquals(3, evidence.gaps().size(), evidence.gaps().toString());
    assertEquals(3, asked.size());
  }

  @Test
  void redirectsAreFollowedOnTheSameHostOnly() throws Exception {
    redirect("/debug/pprof/heap", "/moved/heap");
    redirect("/debug/pprof/mutex", "http://pprof.test/debug/pprof/mutex");
    redirect("/debug/pprof/block", "/debug/pprof/block");
    RecordedEvidence evidence = scrape(0, "n=" + url());

    assertArrayEquals(PROFILE, evidence.profiles().get("profiles/n-1st-heap.pprof"));
    String mutex = evidence.gaps().get("profiles/n-mutex.pprof");
    assertTrue(mutex.contains("to pprof.test: give that URL"), mutex);
    String block = evidence.gaps().get("profiles/n-block.pprof");
    assertTrue(block.endsWith("more than 3 redirects"), block);
  }

  private void redirect(String from, String to) {
    server.createContext(
        from,
        exchange -> {
          exchange.getResponseHeaders().set("Location", to);
          answer(exchange, 302, null, text("there"));
        });
  }

  private RecordedEvidence scrape(int seconds, String... endpoints) throws Exception {
    RecordedEvidence evidence = new RecordedEvidence();
    scraper(seconds, endpoints).collect(evidence, Deadline.after(Duration.ofSeconds(20)));
    return evidence;
  }

  private static PprofScraper scraper(int seconds, String... endpoints) {
    List<PprofEndpoint> parsed = Stream.of(endpoints).map(PprofEndpoint::parse).toList();
    return new PprofScraper(parsed, seconds, ProxySettings.NONE, TlsSettings.SYSTEM, Log.NONE);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/debug/pprof";
  }

  private void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    asked.add(exchange.getRequestURI().toString().replaceFirst("^/debug/pprof", ""));
    if (type != null) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
