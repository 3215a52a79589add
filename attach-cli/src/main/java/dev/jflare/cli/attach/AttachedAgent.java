package dev.jflare.cli.attach;

import dev.jflare.archive.Evidence;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.collect.Collector;
import dev.jflare.collect.NotPermittedException;
import dev.jflare.collect.Profiles;
import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareRequest.Afterwards;
import dev.jflare.json.Json;
import dev.jflare.jvm.AttachCheck;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.profile.Recordings;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * All that only the JVM itself can tell, brought by an agent that is loaded into it for this flare
 * alone. When it cannot be loaded or fails, the flare goes on from outside and its file {@code
 * local} says why.
 */
public final class AttachedAgent implements Collector {
  public static final String ID = "agent";

  /** Attaching itself; the JDK gives a target without a listener ten seconds to start one. */
  private static final Duration LOADING = Duration.ofSeconds(15);

  /** The window has its surroundings, and what was recorded is converted here. */
  private static final Duration AROUND = Duration.ofSeconds(20);

  /** How many collectors inside may each use up their limit before the agent counts as stuck. */
  private static final int SLOW_COLLECTORS = 6;

  private final ProcessView process;
  private final FlareRequest request;
  private final Settings settings;
  private final FlareBuilder builder;
  private final Log log;
  private final AgentListener listener;

  /**
   * @param builder of the flare that this agent's evidence goes into
   */
  public AttachedAgent(
      ProcessView process,
      FlareRequest request,
      Settings settings,
      FlareBuilder builder,
      Log log,
      AgentListener listener) {
    this.process = process;
    this.request = request;
    this.settings = settings;
    this.builder = builder;
    this.log = log;
    this.listener = listener;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "profiles, thread dumps and diagnostics from within the JVM";
  }

  @Override
  public Duration span() {
    return LOADING
        .plus(request.window())
        .plus(AROUND)
        .plus(request.providerTimeout().multipliedBy(SLOW_COLLECTORS));
  }

  /** Its own collectors in the JVM have theirs, one within the other. */
  @Override
  public Duration grace() {
    return Duration.ofSeconds(4);
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    try {
      visit(evidence, deadline);
    } catch (AttachException e) {
      String why = e.getMessage() + "; " + e.problem().nextStep();
      builder.local(why);
      throw e.problem().isRefusal() ? new NotPermittedException(why) : new IOException(why, e);
    } catch (NotPermittedException | IOException e) {
      builder.local(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Looked at again just before the signal: since the target was chosen it may have changed. */
  private Visit begin() throws NotPermittedException, IOException {
    Verdict verdict = process.supported() ? AttachCheck.of(process) : Verdict.ATTACHABLE;
    if (verdict.attachable()) {
      return DirectVisit.begin(process, listener, log);
    }
    if (verdict.needsItsUser()) {
      Optional<TargetUser> user = TargetUser.of(process);
      if (user.isPresent()) {
        log.debug("attaching as the JVM's user by " + user.get().tool());
        return HelperVisit.begin(process, user.get(), listener, log);
      }
    }
    String why = "cannot attach: " + verdict.message() + "; " + verdict.nextStep();
    if (verdict == Verdict.GONE || verdict == Verdict.ZOMBIE || verdict == Verdict.STOPPED) {
      throw new IOException(why);
    }
    throw new NotPermittedException(why);
  }

  private void visit(Evidence evidence, Deadline deadline)
      throws NotPermittedException, IOException, InterruptedException {
    try (Visit visit = begin()) {
      Loaded loaded = visit.load(order(), deadline.atMost(LOADING));
      evidence.note("attach", loaded.told());
      evidence.note("road", loaded.road());
      try {
        judge(visit.await(deadline));
      } catch (IOException cutShort) {
        if (visit.began()) {
          takeOverRest(visit, evidence, cutShort);
        }
        throw cutShort;
      }
      takeOver(visit, evidence);
      if (request.afterwards() == Afterwards.STAY) {
        evidence.note("stays", visit.keepAgent());
      }
    }
  }

  private ExchangeRequest order() throws IOException {
    ExchangeRequest order = ExchangeRequest.empty();
    if (request.afterwards() == Afterwards.STAY) {
      boolean ours = process.status().uid() == ProcessView.self().status().uid();
      Map<String, String> kept =
          ours ? settings.forAnotherProcess() : settings.forAnotherUsersProcess();
      kept.forEach((key, value) -> order.set(ExchangeRequest.SETTING_PREFIX + key, value));
    }
    return order
        .set(ExchangeRequest.VALID_UNTIL, System.currentTimeMillis() + LOADING.toMillis())
        .set(ExchangeRequest.WINDOW_MILLIS, request.window().toMillis())
        .set(ExchangeRequest.MUTEX_FRACTION, request.mutexFraction())
        .set(ExchangeRequest.BLOCKING_RATE_NANOS, request.blockingRateNanos())
        .set(ExchangeRequest.PROFILE_ENGINE, settings.string(Setting.PROFILE_ENGINE))
        .set(
            ExchangeRequest.PROFILE_CPU_TIME_SAMPLE,
            Boolean.toString(settings.flag(Setting.PROFILE_CPU_TIME_SAMPLE)))
        .set(ExchangeRequest.PROVIDER_TIMEOUT_MILLIS, request.providerTimeout().toMillis())
        .set(ExchangeRequest.PAUSE_BUDGET_MILLIS, request.pauseBudget().toMillis())
        // whoever chooses the agent itself chooses all that it can do
        .set(
            ExchangeRequest.ONLY,
            request.only().contains(ID) ? Collections.<String>emptySet() : request.only())
        .set(ExchangeRequest.SKIP, request.skip())
        .set(ExchangeRequest.STAY, Boolean.toString(request.afterwards() == Afterwards.STAY))
        .set(ExchangeRequest.SCRUB_ADDITIONAL_KEYS, settings.list(Setting.SCRUBBER_ADDITIONAL_KEYS))
        .set(ExchangeRequest.SCRUB_STRIPPED_KEYS, settings.list(Setting.FLARE_STRIPPED_KEYS))
        .set(ExchangeRequest.SCRUB_RULES, settings.string(Setting.SCRUB_RULES))
        .set(ExchangeRequest.SCRUB_CUSTOM, settings.list(Setting.SCRUB_CUSTOM))
        .set(ExchangeRequest.SCRUB_ALLOW, settings.list(Setting.SCRUB_ALLOW));
  }

  private static void judge(Map<String, Object> result) throws IOException {
    String status = Json.text(result, "status", "");
    if (status.equals("busy")) {
      throw new IOException(
          "another flare is under way in this JVM: " + Json.text(result, "message", ""));
    }
    if (!status.equals("ok")) {
      throw new IOException(Json.text(result, "message", "the agent failed without saying why"));
    }
  }

  /** What an agent that did not end well has left; the reason why it ended comes first. */
  private void takeOverRest(Visit visit, Evidence evidence, IOException cutShort) {
    try {
      takeOver(visit, evidence);
    } catch (IOException e) {
      cutShort.addSuppressed(e);
    }
  }

  private void takeOver(Visit visit, Evidence evidence) throws IOException {
    visit.learnt(builder.known());
    builder.absorb(visit.part());
    if (request.window().isZero() || !request.wants(Profiles.ID)) {
      return;
    }
    try (RecordingsCopy copy = RecordingsCopy.of(visit.recordings())) {
      if (!copy.isComplete()) {
        evidence.gap("profiles/", "the recording was not finished");
      } else {
        Profiles.write(Recordings.load(copy.folder()), TargetName.service(process), evidence);
      }
    }
  }
}
