package dev.jflare.check;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.time.Deadline;
import dev.jflare.upload.Destination;
import dev.jflare.upload.Resolver;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes the way of an upload up to where the archive would be sent, and looks at the pprof endpoints
 * likewise: one HEAD request each, redirects followed for the destination only, as the upload does.
 */
public final class Diagnosis {
  /** Of the time for everything, the destination leaves some to the endpoints. */
  private static final Duration DESTINATION_LIMIT = Duration.ofSeconds(90);

  private static final Duration ENDPOINT_LIMIT = Duration.ofSeconds(15);

  /** Nobody needs so long to answer a HEAD. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /** How far it may go. */
  public enum Reach {
    /** All the way. */
    NETWORK,
    /** Nothing is asked of anybody: what the settings lead to, and that it was not tried. */
    SETTINGS
  }

  private final Settings settings;
  private final List<PprofEndpoint> endpoints;
  private final PprofTokens tokens;
  private final Consumer<Step> steps;
  private final Destination destination;
  private final URI target;
  private final String place;
  private @Nullable Step firstFailure;

  /**
   * @param steps hears of each step when it is over, in the caller's thread or a thread of the
   *     client's, one at a time
   * @param tokens of the endpoints
   * @throws IllegalArgumentException when the settings name no destination that goes with the mode
   */
  public Diagnosis(
      Settings settings, List<PprofEndpoint> endpoints, PprofTokens tokens, Consumer<Step> steps) {
    this.settings = settings;
    this.endpoints = Collections.unmodifiableList(new ArrayList<>(endpoints));
    this.steps = steps;
    this.tokens = tokens;
    this.destination = Destination.of(settings);
    this.target = destination.target("");
    this.place = placeOf(settings);
  }

  /**
   * Takes all steps that can be taken before the deadline.
   *
   * @return the step that would keep an upload from getting through; null when none does
   */
  public @Nullable Step run(Reach reach, Deadline deadline) throws InterruptedException {
    new SettingSteps(settings, destination, steps).tell();
    if (reach == Reach.SETTINGS) {
      stayHere();
      return null;
    }
    destination(deadline.atMost(DESTINATION_LIMIT));
    for (PprofEndpoint endpoint : endpoints) {
      endpoint(endpoint, deadline.atMost(ENDPOINT_LIMIT));
    }
    return firstFailure;
  }

  private void stayHere() {
    String why = "not tried: this flare was not to contact anybody";
    trail(Target.DESTINATION, place, proxies(), judge()).stayHere(target, why);
    for (PprofEndpoint endpoint : endpoints) {
      trail(endpoint.name(), "--pprof", proxies().sparingLoopback(), Answers::ofEndpoint)
          .stayHere(endpoint.index(), why);
    }
  }

  private void destination(Deadline deadline) throws InterruptedException {
    Trail trail = new Trail(Target.DESTINATION, place, proxies(), judge(), this::toDestination);
    try (HttpClient client = open(proxies(), trail)) {
      tellNotes(trail);
      Secret key = settings.secret(Setting.API_KEY);
      HttpCall question = destination.question(key);
      if (question == null) {
        new Resolver(client, key).resolve(target, trail, deadline);
      } else {
        trail.asking(target);
        trail.answered(client.observe(question, trail, deadline));
      }
    } catch (IOException | IllegalArgumentException failed) {
      trail.failed(target, failed);
    }
    HttpAnswer answer = trail.lastAnswer();
    if (answer != null) {
      tell("clock", Clock.compare(answer.header("Date"), Instant.now()));
    }
  }

  private Function<HttpAnswer, Finding> judge() {
    switch (destination.mode()) {
      case TUS:
        return Answers::ofTus;
      case PUT:
        return Answers::ofStorage;
      default:
        return Answers::ofDestination;
    }
  }

  private void endpoint(PprofEndpoint endpoint, Deadline deadline) throws InterruptedException {
    ProxySettings proxies = proxies().sparingLoopback();
    Trail trail = trail(endpoint.name(), "--pprof", proxies, Answers::ofEndpoint);
    URI url = endpoint.index();
    try (HttpClient client = endpoint.open(proxies, TlsSettings.of(settings), timeouts(), trail)) {
      trail.takeNotes(); // said of the destination already
      trail.asking(url);
      HttpCall call = tokens.authorized(HttpCall.head(url), endpoint.name());
      trail.answered(client.observe(call, trail, deadline));
    } catch (IOException | IllegalArgumentException failed) {
      trail.failed(url, failed);
    }
  }

  private void tellNotes(Trail trail) {
    for (String note : trail.takeNotes()) {
      // that one is a step already, with its source and an advice
      if (!note.startsWith(Setting.SKIP_SSL_VALIDATION.key())) {
        tell("settings", Finding.warn(note, ""));
      }
    }
  }

  private void tell(String name, Finding finding) {
    steps.accept(Step.of(new Target(Target.DESTINATION, target), name, finding));
  }

  private void toDestination(Step step) {
    boolean bad = step.outcome() == StepOutcome.FAILED || step.outcome() == StepOutcome.NO_TIME;
    if (bad && firstFailure == null) {
      firstFailure = step;
    }
    steps.accept(step);
  }

  private Trail trail(
      String name, String named, ProxySettings proxies, Function<HttpAnswer, Finding> judge) {
    return new Trail(name, named, proxies, judge, steps);
  }

  private HttpClient open(ProxySettings proxies, Trail trail) throws IOException {
    return HttpClient.open(proxies, TlsSettings.of(settings), timeouts(), trail);
  }

  private Timeouts timeouts() {
    Timeouts limits = Timeouts.of(settings);
    boolean shorter = limits.answer().compareTo(ANSWER_LIMIT) < 0;
    return shorter ? limits : limits.withAnswer(ANSWER_LIMIT);
  }

  private ProxySettings proxies() {
    return ProxySettings.of(settings);
  }

  /** Which setting says where the destination is. */
  private static String placeOf(Settings settings) {
    if (!settings.secret(Setting.UPLOAD_URL).isEmpty()) {
      return Setting.UPLOAD_URL.key();
    }
    return settings.string(Setting.DD_URL).isEmpty() ? Setting.SITE.key() : Setting.DD_URL.key();
  }
}
