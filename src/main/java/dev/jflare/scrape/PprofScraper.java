package dev.jflare.scrape;

import dev.jflare.archive.Evidence;
import dev.jflare.collect.Collector;
import dev.jflare.collect.SkippedException;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Heap, CPU, mutex and block profiles of programs that serve pprof over HTTP, Go programs above
 * all. Endpoints are asked at the same time, so that their profiles cover the same window; what one
 * cannot give is a gap and costs nothing else.
 */
public final class PprofScraper implements Collector {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  /** Requests end this much before the collector's time is up, so that their gaps can be told. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final List<PprofEndpoint> endpoints;
  private final int seconds;
  private final ProxySettings proxies;
  private final TlsSettings tls;
  private final Log log;
  private final PprofTokens tokens;

  /**
   * @param seconds the CPU profile's window; 0 for no CPU profile
   * @param proxies not for loopback: a proxy's loopback is another machine's
   * @throws IllegalArgumentException when two endpoints have one name, or the window is negative
   */
  public PprofScraper(
      List<PprofEndpoint> endpoints, int seconds, ProxySettings proxies, TlsSettings tls, Log log) {
    this(endpoints, seconds, proxies, tls, log, PprofTokens.NONE);
  }

  /** As above, for endpoints of which some want a token. */
  public PprofScraper(
      List<PprofEndpoint> endpoints,
      int seconds,
      ProxySettings proxies,
      TlsSettings tls,
      Log log,
      PprofTokens tokens) {
    Set<String> names = new HashSet<>();
    for (PprofEndpoint endpoint : endpoints) {
      if (!names.add(endpoint.name())) {
        throw new IllegalArgumentException(
            "two pprof endpoints are called " + endpoint.name() + ": name one with NAME=URL");
      }
    }
    if (seconds < 0) {
      throw new IllegalArgumentException("seconds: expected 0 or more, got " + seconds);
    }
    this.endpoints = new ArrayList<>(endpoints);
    this.seconds = seconds;
    this.proxies = proxies.sparingLoopback();
    this.tls = tls;
    this.log = log;
    this.tokens = tokens;
  }

  @Override
  public String id() {
    return "pprof";
  }

  @Override
  public String about() {
    return "profiles scraped from pprof HTTP endpoints";
  }

  @Override
  public Duration span() {
    return Duration.ofSeconds(seconds);
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (endpoints.isEmpty()) {
      throw new SkippedException("no pprof endpoint was given");
    }
    // a CPU profile is silent for its whole window
    Timeouts timeouts = Timeouts.DEFAULT.withAnswer(Timeouts.DEFAULT.answer().plusSeconds(seconds));
    complain(evidence);
    try (EndpointClients clients = new EndpointClients(proxies, tls, timeouts, log)) {
      scrape(evidence, deadline, clients);
    }
  }

  private void complain(Evidence evidence) {
    List<String> names = new ArrayList<>();
    endpoints.forEach(endpoint -> names.add(endpoint.name()));
    tokens.complaints(names).forEach(complaint -> evidence.gap(null, complaint));
  }

  /** Only the collector's own thread writes; the endpoints' threads hand over what they got. */
  private void scrape(Evidence evidence, Deadline deadline, EndpointClients clients)
      throws IOException, InterruptedException {
    long usable = Math.max(0, deadline.remainingNanos() - MARGIN.toNanos());
    Deadline inner = deadline.atMost(Duration.ofNanos(usable));
    BlockingQueue<Fetch> fetched = new LinkedBlockingQueue<>();
    List<Thread> threads = new ArrayList<>();
    try {
      int expected = 0;
      for (PprofEndpoint endpoint : endpoints) {
        evidence.note("endpoint." + endpoint.name(), endpoint.toString());
        HttpClient http;
        try {
          http = clients.of(endpoint);
        } catch (IOException noWay) {
          evidence.gap(null, endpoint.name() + ": " + noWay.getMessage());
          continue;
        }
        EndpointClient client = new EndpointClient(endpoint, tokens, http);
        EndpointScrape scrape = new EndpointScrape(endpoint, seconds, client, inner, fetched::add);
        threads.add(start(scrape, endpoint.name()));
        expected += Wanted.of(endpoint.name(), seconds).size();
      }
      for (int i = 0; i < expected; i++) {
        Fetch fetch = fetched.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        if (fetch == null) {
          evidence.gap(null, "no time left for " + (expected - i) + " of " + expected + " entries");
          return;
        }
        write(fetch, evidence);
      }
    } finally {
      stop(threads);
    }
  }

  private static void write(Fetch fetch, Evidence evidence) throws IOException {
    String gap = fetch.gap();
    byte[] content = fetch.content();
    if (gap != null) {
      evidence.gap(fetch.path(), gap);
    } else if (fetch.path().endsWith(".pprof") && content.length > 0) {
      evidence.pprof(fetch.path(), content);
    } else if (content.length > 0) {
      evidence.text(fetch.path(), new String(content, StandardCharsets.UTF_8));
    }
  }

  private static Thread start(EndpointScrape scrape, String name) {
    Thread thread = new Thread(scrape, "jflare-scrape-" + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void stop(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.interrupt();
    }
    Deadline limit = Deadline.after(STOP_LIMIT);
    for (Thread thread : threads) {
      thread.join(Math.max(1, limit.remainingMillis()));
    }
  }
}
