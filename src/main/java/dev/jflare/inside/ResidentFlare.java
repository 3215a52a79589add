package dev.jflare.inside;

import dev.jflare.archive.CollectorRecord;
import dev.jflare.archive.FlareArchive;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.FlareFacts;
import dev.jflare.archive.HostName;
import dev.jflare.check.Diagnose;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.collect.CollectSettings;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Collectors;
import dev.jflare.collect.ConvertedProfiles;
import dev.jflare.collect.ProcessSecrets;
import dev.jflare.collect.Profiles;
import dev.jflare.flare.Flare;
import dev.jflare.flare.FlareListener;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareResult;
import dev.jflare.flare.SafepointClock;
import dev.jflare.json.Json;
import dev.jflare.jvm.LocalJvm;
import dev.jflare.jvm.MeteredJvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.log.Log;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.Recorder;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofScraper;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.scrub.Scrubber;
import dev.jflare.settings.Setting;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A whole flare from within the JVM, for an agent that was started with it: inside, outside,
 * scraping, packing, upload.
 */
final class ResidentFlare {
  private static final long LOOK_EVERY_MILLIS = 200;

  private final AgentOptions options;
  private final @Nullable Instrumentation instrumentation;
  private final Recorder recorder;

  ResidentFlare(
      AgentOptions options, @Nullable Instrumentation instrumentation, Recorder recorder) {
    this.options = options;
    this.instrumentation = instrumentation;
    this.recorder = recorder;
  }

  /**
   * @return archive, complete, message
   */
  Map<String, Object> run(Asked asked, AtomicBoolean cancelled, Consumer<String> progress)
      throws IOException, InterruptedException {
    LocalJvm jvm = LocalJvm.current();
    FlareRequest request = request(asked);
    Path work = OwnerOnly.freshFolder(request.output(), ".jflare-");
    FlareFacts facts =
        new FlareFacts(
            Collections.singletonMap("trigger", "JMX"),
            target(jvm),
            HostName.of(options.settings().string(Setting.HOSTNAME)),
            jvm.pid());
    Scrubber scrubber = options.scrubber();
    ProcessSecrets.learn(jvm, scrubber);
    ProcessSecrets.learn(options.settings().list(Setting.SCRUB_SECRET_FILES), scrubber);
    ProcessSecrets.learn(ProcessView.self(), scrubber);
    try (FlareBuilder builder = FlareBuilder.create(facts, scrubber, work.resolve("staging"))) {
      Flare flare =
          new Flare(
              request,
              builder,
              lanes(request, jvm, work, reach(asked)),
              SafepointClock.of(ProcessView.self()),
              new Notifying(progress));
      FlareResult result = runUnless(cancelled, flare);
      FlareArchive archive = result.archive();
      Map<String, Object> answer = new LinkedHashMap<>();
      if (archive == null) {
        answer.put("message", result.problem());
        return answer;
      }
      answer.put("archive", archive.file().toAbsolutePath().toString());
      answer.put("complete", archive.complete());
      answer.put("message", String.join("\n", archive.gaps()));
      answer.put("leaks", Sending.leakLines(archive.leaks()));
      if (asked.send && !cancelled.get()) {
        answer.put("message", new Sending(options).send(archive, asked.caseId, asked.email));
      }
      return answer;
    } finally {
      FolderTree.delete(work);
    }
  }

  private static FlareResult runUnless(AtomicBoolean cancelled, Flare flare)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Thread watch =
        new Thread(
            () -> {
              try {
                while (!done.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                  if (cancelled.get() && !flare.cancelled()) {
                    flare.cancel();
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "jflare-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      return flare.run();
    } finally {
      done.countDown();
      watch.join(TimeUnit.SECONDS.toMillis(5));
    }
  }

  /** Nobody is contacted for a flare that is not going to be uploaded. */
  private static Reach reach(Asked asked) {
    return asked.send ? Reach.NETWORK : Reach.SETTINGS;
  }

  private List<List<Collector>> lanes(FlareRequest request, LocalJvm jvm, Path work, Reach reach)
      throws IOException {
    CollectSettings settings = request.collectSettings();
    List<Collector> profiles = new ArrayList<>();
    if (!request.window().isZero()) {
      Path recordings = work.resolve("recordings");
      OwnerOnly.folders(recordings);
      ProfileSpec spec =
          ProfileSpec.newBuilder(request.window(), recordings)
              .service(jvm.service())
              .settings(options.settings())
              .build();
      profiles.addAll(
          Arrays.asList(new Profiles(spec, jvm, recorder), new ConvertedProfiles(recordings)));
    }
    List<List<Collector>> lanes =
        new ArrayList<>(
            InsideLanes.of(
                Collectors.inside(
                    MeteredJvm.of(jvm, ProcessView.self(), request.pauseBudget()),
                    ProcessView.self(),
                    instrumentation,
                    work,
                    settings),
                profiles));
    lanes.add(Collectors.outside(ProcessView.self(), settings));
    List<PprofEndpoint> endpoints = new ArrayList<>();
    request.pprof().forEach(text -> endpoints.add(PprofEndpoint.parse(text)));
    PprofTokens tokens =
        new PprofTokens(
            options.settings().list(Setting.PPROF_AUTH),
            name -> System.getenv().getOrDefault(name, ""));
    lanes.add(
        Collections.singletonList(
            new Diagnose(options.settings(), endpoints, tokens, reach, request.window())));
    if (!endpoints.isEmpty()) {
      lanes.add(
          Collections.singletonList(
              new PprofScraper(
                  endpoints,
                  (int) request.window().getSeconds(),
                  ProxySettings.of(options.settings()),
                  TlsSettings.of(options.settings()),
                  Log.NONE,
                  tokens)));
    }
    return lanes;
  }

  private FlareRequest request(Asked asked) {
    return new FlareRequest.Builder()
        .trigger(Collections.singletonMap("trigger", "JMX"))
        .window(Duration.ofSeconds(asked.profileSeconds))
        .caseId(asked.caseId)
        .email(asked.email)
        .output(options.output())
        .pprof(options.settings().list(Setting.PPROF))
        .logs(options.settings().list(Setting.LOGS))
        .configurations(options.settings().list(Setting.CONFIGURATIONS))
        .providerTimeout(options.settings().duration(Setting.FLARE_PROVIDER_TIMEOUT))
        .pauseBudget(options.settings().duration(Setting.PAUSE_BUDGET))
        .build();
  }

  private static Map<String, Object> target(LocalJvm jvm) {
    Map<String, String> properties = jvm.systemProperties();
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("pid", jvm.pid());
    target.put("service", jvm.service());
    target.put("java", properties.getOrDefault("java.version", "unknown"));
    target.put("vm", properties.getOrDefault("java.vm.name", "unknown"));
    target.put("user", properties.getOrDefault("user.name", "unknown"));
    target.put("uptime", jvm.uptime().toString());
    return target;
  }

  /** What the caller of the MBean wants. */
  static final class Asked {
    private final int profileSeconds;
    private final String caseId;
    private final String email;
    private final boolean send;

    Asked(int profileSeconds, String caseId, String email, boolean send) {
      this.profileSeconds = profileSeconds;
      this.caseId = caseId;
      this.email = email;
      this.send = send;
    }
  }

  /** Tells JMX what happens. */
  private static final class Notifying implements FlareListener {
    private final Consumer<String> progress;

    Notifying(Consumer<String> progress) {
      this.progress = progress;
    }

    @Override
    public void started(Collector collector) {
      tell("started", collector.id(), "status", "running");
    }

    @Override
    public void ended(CollectorRecord record) {
      tell("ended", record.id(), "status", record.status().word());
    }

    private void tell(String event, String id, String key, String value) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("event", event);
      line.put("id", id);
      line.put(key, value);
      progress.accept(Json.line(line));
    }
  }
}
