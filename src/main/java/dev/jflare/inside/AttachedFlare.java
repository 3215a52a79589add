package dev.jflare.inside;

import dev.jflare.archive.CollectorRecord;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.FlareFacts;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Collectors;
import dev.jflare.collect.ProcessSecrets;
import dev.jflare.collect.Profiles;
import dev.jflare.exchange.AgentExchange;
import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.flare.Flare;
import dev.jflare.flare.FlareListener;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.SafepointClock;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.jvm.MeteredJvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Version;
import dev.jflare.profile.Engine;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.Recorder;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The agent's part of a flare that the command line takes: collects what only the JVM itself can
 * tell, scrubs it into the exchange folder, records the profile window, and ends with nothing left.
 * Whatever needs no JVM (converting, packing, uploading) is the command line's.
 */
final class AttachedFlare {
  private static final long LOOK_EVERY_MILLIS = 250;
  private static final long HEARTBEAT_MILLIS = 1000;

  /** How long a finished agent waits for the command line to take the part over. */
  private static final Duration TAKE_OVER = Duration.ofMinutes(2);

  private final AgentExchange exchange;
  private final @Nullable Instrumentation instrumentation;
  private final Recorder recorder;
  private final CountDownLatch collected = new CountDownLatch(1);
  private volatile boolean abandoned;

  AttachedFlare(Path requestFile, @Nullable Instrumentation instrumentation, Recorder recorder)
      throws IOException {
    this.exchange = AgentExchange.open(requestFile);
    this.instrumentation = instrumentation;
    this.recorder = recorder;
  }

  void run() throws IOException, InterruptedException {
    Map<String, Object> result = new LinkedHashMap<>();
    try {
      event("begin", "version", Version.current());
      collect();
      result.put("status", "ok");
    } catch (IOException | RuntimeException | LinkageError e) {
      result.put("status", "failed");
      result.put("message", "the agent failed: " + e);
    }
    if (!abandoned && !exchange.released()) {
      exchange.result(result);
      awaitTakeOver();
    }
    if (abandoned) {
      exchange.delete();
    } else {
      exchange.clear();
    }
  }

  private void collect() throws IOException, InterruptedException {
    ExchangeRequest asked = exchange.request();
    LocalJvm jvm = LocalJvm.current();
    FlareRequest request = request(asked);
    FlareFacts facts =
        new FlareFacts(Collections.emptyMap(), Collections.emptyMap(), "", jvm.pid());
    Scrubber scrubber = scrubber(asked);
    ProcessSecrets.learn(jvm, scrubber);
    ProcessSecrets.learn(ProcessView.self(), scrubber);
    exchange.learnt(scrubber.known());
    FlareBuilder builder = FlareBuilder.createPart(facts, scrubber, exchange.part());
    FlareListener listener = new Reporter(builder);
    Flare flare =
        new Flare(
            request,
            builder,
            lanes(asked, request, jvm),
            SafepointClock.of(ProcessView.self()),
            listener);
    Thread watch = new Thread(() -> watch(flare), "jflare-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      flare.collect();
      builder.savePart();
      exchange.learnt(scrubber.known());
    } finally {
      collected.countDown();
      watch.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  private List<List<Collector>> lanes(ExchangeRequest asked, FlareRequest request, LocalJvm jvm)
      throws IOException {
    List<Collector> inside =
        Collectors.inside(
            MeteredJvm.of(jvm, ProcessView.self(), request.pauseBudget()),
            ProcessView.self(),
            instrumentation,
            exchange.folder(),
            request.collectSettings());
    if (request.window().isZero()) {
      return InsideLanes.of(inside, Collections.emptyList());
    }
    OwnerOnly.folders(exchange.recordings());
    return InsideLanes.of(
        inside, Collections.singletonList(new Profiles(spec(asked, request, jvm), jvm, recorder)));
  }

  private ProfileSpec spec(ExchangeRequest asked, FlareRequest request, LocalJvm jvm) {
    ProfileSpec.Builder spec =
        ProfileSpec.newBuilder(request.window(), exchange.recordings())
            .service(jvm.service())
            .mutexFraction(request.mutexFraction())
            .blockingRateNanos(request.blockingRateNanos())
            .engine(Engine.named(asked.text(ExchangeRequest.PROFILE_ENGINE, Engine.AUTO.word())));
    if (Boolean.parseBoolean(asked.text(ExchangeRequest.PROFILE_CPU_TIME_SAMPLE, "false"))) {
      spec.cpuTimeSamples();
    }
    return spec.build();
  }

  /** Says that the agent is alive, and looks whether anybody still wants it. */
  private void watch(Flare flare) {
    long lastBeat = System.nanoTime();
    try {
      while (!collected.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (exchange.released()) {
          flare.cancel(); // nobody waits any more, and there is nowhere to write
        } else if (exchange.abandoned()) {
          abandoned = true;
          flare.cancel();
        } else if (exchange.cancelled() && !flare.cancelled()) {
          flare.cancel();
        } else if (System.nanoTime() - lastBeat > TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MILLIS)) {
          lastBeat = System.nanoTime();
          event("heartbeat", "at", Long.toString(System.currentTimeMillis()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitTakeOver() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (long waited = 0;
        waited < TAKE_OVER.toMillis() && !exchange.released();
        waited += LOOK_EVERY_MILLIS) {
      if (exchange.abandoned()) {
        abandoned = true;
        return;
      }
      never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    abandoned |= !exchange.released();
  }

  private void event(String name, String key, String value) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", name);
    event.put(key, value);
    send(event);
  }

  private void send(Map<String, Object> event) {
    try {
      exchange.progress(event);
    } catch (IOException nobodyReads) {
      // the folder is gone or the disk is full; the flare itself says what it lacks
    }
  }

  private static Scrubber scrubber(ExchangeRequest asked) {
    return Scrubber.of(
        ScrubSettings.builder()
            .additionalKeys(asked.names(ExchangeRequest.SCRUB_ADDITIONAL_KEYS))
            .strippedKeys(asked.names(ExchangeRequest.SCRUB_STRIPPED_KEYS))
            .rules(asked.text(ExchangeRequest.SCRUB_RULES, "default"))
            .custom(asked.names(ExchangeRequest.SCRUB_CUSTOM))
            .allowed(asked.names(ExchangeRequest.SCRUB_ALLOW))
            .build());
  }

  private static FlareRequest request(ExchangeRequest asked) throws IOException {
    return new FlareRequest.Builder()
        .window(asked.millis(ExchangeRequest.WINDOW_MILLIS, Duration.ZERO))
        .mutexFraction((int) asked.number(ExchangeRequest.MUTEX_FRACTION, 1))
        .blockingRateNanos(asked.number(ExchangeRequest.BLOCKING_RATE_NANOS, 10_000))
        .pauseBudget(asked.millis(ExchangeRequest.PAUSE_BUDGET_MILLIS, Duration.ofMillis(500)))
        .providerTimeout(
            asked.millis(ExchangeRequest.PROVIDER_TIMEOUT_MILLIS, Duration.ofSeconds(10)))
        .only(asked.names(ExchangeRequest.ONLY))
        .skip(asked.names(ExchangeRequest.SKIP))
        .build();
  }

  /**
   * Passes on what happens, and keeps what is there described, so that a JVM that dies leaves it
   * readable.
   */
  private final class Reporter implements FlareListener {
    private final FlareBuilder builder;

    Reporter(FlareBuilder builder) {
      this.builder = builder;
    }

    @Override
    public void started(Collector collector) {
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "started");
      event.put("id", collector.id());
      event.put("about", collector.about());
      event.put("spanMillis", collector.span().toMillis());
      send(event);
    }

    @Override
    public void ended(CollectorRecord record) {
      try {
        builder.savePart();
        exchange.learnt(builder.known());
      } catch (IOException e) {
        event("trouble", "message", "the part's description cannot be written: " + e);
      }
      Map<String, Object> event = new LinkedHashMap<>();
      event.put("event", "ended");
      event.put("id", record.id());
      event.put("status", record.status().word());
      event.put("detail", record.trouble());
      send(event);
    }
  }
}
