package dev.jflare.cli;

import dev.jflare.archive.Evidence;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.collect.Collector;
import dev.jflare.collect.SkippedException;
import dev.jflare.time.Deadline;
import java.time.Duration;

/** A collector that runs only when the flare turned out to be one from outside. */
final class InsteadOfAgent implements Collector {
  private final FlareBuilder builder;
  private final Collector collector;

  /**
   * @param builder of the flare, which knows whether the agent failed
   */
  InsteadOfAgent(FlareBuilder builder, Collector collector) {
    this.builder = builder;
    this.collector = collector;
  }

  @Override
  public String id() {
    return collector.id();
  }

  @Override
  public String about() {
    return collector.about();
  }

  @Override
  public Duration span() {
    return collector.span();
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (!builder.isLocal()) {
      throw new SkippedException("the agent has told more");
    }
    collector.collect(evidence, deadline);
  }
}
