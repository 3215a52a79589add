package dev.jflare.flare;

import dev.jflare.archive.ClosedEvidenceException;
import dev.jflare.archive.CollectorRecord;
import dev.jflare.archive.CollectorRecord.Outcome;
import dev.jflare.archive.Evidence;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.Status;
import dev.jflare.collect.Collector;
import dev.jflare.collect.NotPermittedException;
import dev.jflare.collect.SkippedException;
import dev.jflare.jvm.PerfData.Safepoints;
import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One collector with its time limit, on a daemon thread of its own: one that hangs is interrupted,
 * given a moment, and left behind with its evidence closed.
 */
final class CollectorRun {
  private final Collector collector;
  private final FlareBuilder builder;
  private final PauseClock pauses;
  private final Duration limit;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Throwable thrown;

  CollectorRun(Collector collector, FlareBuilder builder, PauseClock pauses, Duration timeout) {
    this.collector = collector;
    this.builder = builder;
    this.pauses = pauses;
    this.limit = timeout.plus(collector.span());
  }

  /**
   * Runs to the end, the limit, or an interrupt of the calling thread; then also ends, with what
   * there is.
   */
  CollectorRecord run() {
    Instant start = Instant.now();
    long startNanos = System.nanoTime();
    Optional<Safepoints> before = pauses.pauses();
    Deadline deadline = Deadline.after(limit);
    Evidence evidence = builder.open(collector.id(), limit);
    Thread worker = new Thread(() -> work(evidence, deadline), "jflare-" + collector.id());
    worker.setDaemon(true);
    worker.start();

    boolean interrupted = false;
    boolean ended = false;
    try {
      ended = done.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException cancelled) {
      interrupted = true;
    }
    if (!ended) {
      worker.interrupt();
      ended = graceful();
    }
    Optional<Safepoints> after = pauses.pauses();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    Outcome outcome = outcome(start, millis, ended, interrupted);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return builder.close(
        collector.id(),
        before.isPresent() && after.isPresent()
            ? paused(outcome, after.get().since(before.get()))
            : outcome);
  }

  private static Outcome paused(Outcome outcome, Safepoints pauses) {
    return outcome.paused(pauses.total().toNanos() / 1e6, pauses.count());
  }

  private void work(Evidence evidence, Deadline deadline) {
    try {
      collector.collect(evidence, deadline);
    } catch (Throwable e) { // an older JVM may lack a class; the rest of the flare still counts
      thrown = e;
    } finally {
      done.countDown();
    }
  }

  private boolean graceful() {
    try {
      return done.await(collector.grace().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException again) {
      return false;
    }
  }

  private Outcome outcome(Instant start, long millis, boolean ended, boolean interrupted) {
    Throwable e = thrown;
    if (interrupted) {
      return new Outcome(Status.PARTIAL, start, millis)
          .because("interrupted after " + millis + " ms");
    }
    if (!ended || e instanceof InterruptedException || e instanceof ClosedEvidenceException) {
      return new Outcome(Status.TIMED_OUT, start, millis)
          .because("no end within " + limit.toMillis() / 1000.0 + "s");
    }
    if (e == null) {
      return new Outcome(Status.OK, start, millis);
    }
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof SkippedException) {
      return new Outcome(Status.SKIPPED, start, millis).because(why);
    }
    if (e instanceof NotPermittedException || e instanceof SecurityException) {
      return new Outcome(Status.NOT_PERMITTED, start, millis).because(why);
    }
    boolean expected = e instanceof IOException;
    return new Outcome(Status.FAILED, start, millis).because(expected ? why : e.toString());
  }
}
