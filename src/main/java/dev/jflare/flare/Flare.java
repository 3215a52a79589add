package dev.jflare.flare;

import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.Status;
import dev.jflare.check.Diagnose;
import dev.jflare.collect.Collector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One flare, from its collectors to the archive. The collectors come in lanes: within a lane one
 * after the other, the lanes side by side, so that what only waits (a profile window, a scrape)
 * does not hold up the rest. Never throws into its host: what fails becomes a line of the manifest.
 */
public final class Flare {
  private final FlareRequest request;
  private final FlareBuilder builder;
  private final List<List<Collector>> lanes;
  private final PauseClock pauses;
  private final FlareListener listener;
  private final List<Thread> running = new ArrayList<>();
  private volatile boolean cancelled;

  /**
   * @param builder stays the caller's to close
   */
  public Flare(
      FlareRequest request,
      FlareBuilder builder,
      List<List<Collector>> lanes,
      PauseClock pauses,
      FlareListener listener) {
    this.request = request;
    this.builder = builder;
    this.lanes = lanes;
    this.pauses = pauses;
    this.listener = listener;
  }

  /**
   * Runs all collectors and packs what they brought. Returns also after {@link #cancel}, with what
   * there is.
   */
  public FlareResult run() {
    collect();
    if (isEmpty()) {
      return FlareResult.failed("nothing could be collected");
    }
    try {
      return FlareResult.of(builder.finish(request.output()));
    } catch (IOException e) {
      return FlareResult.failed(
          "no archive can be written to " + request.output().toAbsolutePath() + ": " + e);
    }
  }

  /** What is found out about the network says nothing of the JVM, unless that was the question. */
  private boolean isEmpty() {
    return request.only().contains(Diagnose.ID)
        ? builder.isEmpty()
        : builder.hasOnlyFrom(Diagnose.ID);
  }

  /** Runs all collectors without packing, for a part that another process packs. */
  public void collect() {
    synchronized (running) {
      int number = 0;
      for (List<Collector> lane : lanes) {
        Thread thread = new Thread(() -> runLane(lane), "jflare-lane-" + ++number);
        thread.setDaemon(true);
        running.add(thread);
      }
      running.forEach(Thread::start);
    }
    for (Thread thread : lanesCopy()) {
      join(thread);
    }
  }

  /** Ends the collecting as soon as the running collectors let go; what was collected stays. */
  public void cancel() {
    cancelled = true;
    lanesCopy().forEach(Thread::interrupt);
  }

  public boolean cancelled() {
    return cancelled;
  }

  private void runLane(List<Collector> lane) {
    for (Collector collector : lane) {
      if (!request.wants(collector.id())) {
        builder.notRun(collector.id(), Status.SKIPPED, "not asked for");
      } else if (cancelled) {
        builder.notRun(collector.id(), Status.FAILED, "the flare was interrupted before it");
      } else {
        listener.started(collector);
        listener.ended(
            new CollectorRun(collector, builder, pauses, request.providerTimeout()).run());
      }
    }
  }

  private List<Thread> lanesCopy() {
    synchronized (running) {
      return new ArrayList<>(running);
    }
  }

  /**
   * Waits for a lane. Every collector in it has its limit, so the lane has one too; an interrupt
   * here cancels them all.
   */
  private void join(Thread lane) {
    boolean interrupted = false;
    while (lane.isAlive()) {
      try {
        lane.join(1000);
      } catch (InterruptedException e) {
        interrupted = true;
        cancel();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
