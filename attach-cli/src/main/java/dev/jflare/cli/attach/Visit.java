package dev.jflare.cli.attach;

import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.scrub.KnownValues;
import dev.jflare.time.Deadline;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** One stay of an agent in a JVM, from its loading to what it leaves. */
interface Visit extends Closeable {
  /**
   * Has the agent loaded.
   *
   * @param order without the agent's jar, whose place is only known now
   * @param limit for the load alone
   */
  Loaded load(ExchangeRequest order, Deadline limit) throws IOException, InterruptedException;

  /**
   * Waits for what the agent says last.
   *
   * @throws IOException when it will say nothing more; what it brought until then is there
   */
  Map<String, Object> await(Deadline deadline) throws IOException, InterruptedException;

  /** Whether the agent has said anything: only then is it certain that it was loaded. */
  boolean began();

  /** Its evidence, for {@code FlareBuilder.absorb}; there until this closes. */
  Path part();

  /** Teaches which secret values the agent has learnt, so that they are masked on this side too. */
  void learnt(KnownValues known) throws IOException;

  /** What the profilers recorded; there until this closes. */
  Path recordings();

  /**
   * Leaves the agent's jar for an agent that stays.
   *
   * @return its path as the target sees it
   */
  String keepAgent() throws IOException;
}
