package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two families of addresses tried at the same time, the second with a delay or when the first has
 * failed; the first connection wins (RFC 6555, as Go's net package does it). Off by default, as in
 * the Datadog Agent.
 */
final class DialRace {
  /** Connects to the addresses of one family, one after the other. */
  interface Leg {
    Channel run() throws IOException, InterruptedException;
  }

  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @throws IOException the first leg's failure, when both fail
   */
  Channel run(Leg first, Leg second, Duration delay, Deadline deadline)
      throws IOException, InterruptedException {
    try {
      start(first);
      Outcome early = outcomes.poll(delay.toNanos(), TimeUnit.NANOSECONDS);
      if (early != null && early.channel != null) {
        return early.channel;
      }
      start(second);
      return winner(early == null ? 2 : 1, early, deadline);
    } finally {
      over.set(true);
      threads.forEach(Thread::interrupt);
      dropLate();
    }
  }

  private Channel winner(int running, @Nullable Outcome failed, Deadline deadline)
      throws IOException, InterruptedException {
    Outcome bad = failed;
    for (int i = 0; i < running; i++) {
      Outcome next = outcomes.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (next != null && next.channel != null) {
        return next.channel;
      }
      bad = bad == null || (next != null && next.first) ? next : bad;
    }
    throw bad == null || bad.failure == null
        ? new IOException("no address of the host answers")
        : bad.failure;
  }

  private void start(Leg leg) {
    boolean first = threads.isEmpty();
    Thread thread = new Thread(() -> run(leg, first), "jflare-net-dial");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void run(Leg leg, boolean first) {
    try {
      outcomes.add(new Outcome(first, leg.run(), null));
    } catch (IOException failed) {
      outcomes.add(new Outcome(first, null, failed));
    } catch (InterruptedException lost) {
      return; // the other leg has won, or nobody waits any more
    }
    if (over.get()) {
      dropLate();
    }
  }

  /** What comes in when the race is over is nobody's. */
  private void dropLate() {
    for (Outcome late = outcomes.poll(); late != null; late = outcomes.poll()) {
      if (late.channel != null) {
        Dialer.drop(late.channel);
      }
    }
  }

  /** How one leg has ended. */
  private static final class Outcome {
    private final boolean first;
    private final @Nullable Channel channel;
    private final @Nullable IOException failure;

    Outcome(boolean first, @Nullable Channel channel, @Nullable IOException failure) {
      this.first = first;
      this.channel = channel;
      this.failure = failure;
    }
  }
}
