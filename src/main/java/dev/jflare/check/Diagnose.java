package dev.jflare.check;

import dev.jflare.archive.Evidence;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.collect.Collector;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Settings;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The diagnosis as a file of the flare. Never takes longer than a few seconds. */
public final class Diagnose implements Collector {
  public static final String ID = "diagnose";

  private static final String FILE = "diagnose.log";

  /** The Datadog Agent's own diagnosis could hang a flare for ever (reference, section 10). */
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  private static final Duration LONGEST = Duration.ofSeconds(9);

  /** It ends this much before the collector's time is up, to say what it had no time for. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Settings settings;
  private final List<PprofEndpoint> endpoints;
  private final PprofTokens tokens;
  private final Reach reach;
  private final Duration limit;

  /**
   * @param window of the profiles, in which waiting costs nothing; zero without
   */
  public Diagnose(
      Settings settings,
      List<PprofEndpoint> endpoints,
      PprofTokens tokens,
      Reach reach,
      Duration window) {
    this.tokens = tokens;
    this.settings = settings;
    this.endpoints = new ArrayList<>(endpoints);
    this.reach = reach;
    Duration longer = window.compareTo(LONGEST) < 0 ? window : LONGEST;
    this.limit = longer.compareTo(SHORTEST) < 0 ? SHORTEST : longer;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "whether an upload would get through, step by step";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline)
      throws IOException, InterruptedException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    StepText text = new StepText();
    lines.add(
        reach == Reach.NETWORK
            ? "The way of an upload, tried with one HEAD request to the destination, in at most "
                + limit.getSeconds()
                + " s."
            : "The way of an upload as the settings have it. Nothing was tried: this flare was not"
                + " going to be uploaded.");
    lines.add("");
    try {
      Diagnosis diagnosis =
          new Diagnosis(settings, endpoints, tokens, step -> lines.addAll(text.lines(step)));
      long usable = Math.max(0, deadline.remainingNanos() - MARGIN.toNanos());
      Deadline inner = Deadline.after(Duration.ofNanos(usable)).atMost(limit);
      Step obstacle = diagnosis.run(reach, inner);
      lines.add("");
      lines.add(StepText.conclusion(obstacle, reach));
    } catch (IllegalArgumentException unusable) {
      lines.add("No upload is possible: " + unusable.getMessage());
    } finally {
      evidence.text(FILE, String.join("\n", lines) + "\n");
    }
  }
}
