package dev.jflare.cli.attach;

import dev.jflare.exchange.Exchange;
import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.scrub.KnownValues;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A visit that this process makes itself, as the user that it is. */
final class DirectVisit implements Visit {
  private final ProcessView process;
  private final AttachLayer layer;
  private final Exchange exchange;
  private final AgentRun run;
  private String jar = "";

  private DirectVisit(
      ProcessView process, AttachLayer layer, Exchange exchange, AgentListener listener) {
    this.process = process;
    this.layer = layer;
    this.exchange = exchange;
    this.run = new AgentRun(exchange, process, listener);
  }

  /** Makes the exchange folder; nothing is sent to the JVM yet. */
  static DirectVisit begin(ProcessView process, AgentListener listener, Log log)
      throws IOException {
    MeetingPlace place = MeetingPlace.of(process);
    Exchange exchange =
        Exchange.create(place.folder(), place.nameInTarget(), MeetingPlace.owner(process));
    return new DirectVisit(process, AttachLayer.standard(process, log), exchange, listener);
  }

  @Override
  public Loaded load(ExchangeRequest order, Deadline limit)
      throws IOException, InterruptedException {
    jar = AgentJar.place(exchange, process.pid());
    String argument = exchange.submit(order.set(ExchangeRequest.AGENT_JAR, jar));
    return layer.load(process.pid(), jar, argument, limit);
  }

  @Override
  public Map<String, Object> await(Deadline deadline) throws IOException, InterruptedException {
    return run.await(deadline);
  }

  @Override
  public boolean began() {
    return run.began();
  }

  @Override
  public Path part() {
    return exchange.part();
  }

  @Override
  public void learnt(KnownValues known) throws IOException {
    exchange.learnt(known);
  }

  @Override
  public Path recordings() {
    return exchange.recordings();
  }

  /** Where the agent's jar is, as the target sees it. */
  String agentJar() {
    return jar;
  }

  @Override
  public String keepAgent() {
    exchange.keepAgent();
    return jar;
  }

  @Override
  public void close() throws IOException {
    exchange.close();
  }
}
