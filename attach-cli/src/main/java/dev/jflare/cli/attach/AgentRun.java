package dev.jflare.cli.attach;

import dev.jflare.exchange.Exchange;
import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows a loaded agent to its result, or to the point where none can be hoped for. */
final class AgentRun {
  /** The core has to be unpacked and defined first; on a starved machine that takes seconds. */
  private static final Duration FIRST_SIGN = Duration.ofSeconds(15);

  /** The agent reports every second; a collection pause or a starved CPU can stretch that. */
  private static final Duration NEXT_SIGN = Duration.ofSeconds(30);

  /**
   * What a cancelled agent gets to write down what it has: its collectors have a second and a half,
   * and the profilers are among them. Below the grace of {@link AttachedAgent}.
   */
  private static final Duration LAST_WORDS = Duration.ofMillis(3500);

  private static final long LOOK_EVERY_MILLIS = 20;

  private final Exchange exchange;
  private final ProcessView process;
  private final AgentListener listener;
  private final CountDownLatch never = new CountDownLatch(1);
  private boolean began;
  private Deadline sign = Deadline.after(FIRST_SIGN);

  AgentRun(Exchange exchange, ProcessView process, AgentListener listener) {
    this.exchange = exchange;
    this.process = process;
    this.listener = listener;
  }

  /** Whether the agent has said anything: only then is it certain that it was loaded. */
  boolean began() {
    return began;
  }

  /**
   * Waits for the result.
   *
   * @return what the agent wrote last: {@code status} and {@code message}
   * @throws IOException when there will be none; the message says why. The agent has been told to
   *     stop then
   */
  Map<String, Object> await(Deadline deadline) throws IOException, InterruptedException {
    try {
      while (true) {
        Map<String, Object> result = look();
        if (result != null) {
          return result;
        }
        checkHope(deadline);
        pause();
      }
    } catch (InterruptedException cancelled) {
      return lastWords(cancelled);
    } catch (IOException hopeless) {
      exchange.cancel();
      throw hopeless;
    }
  }

  private @Nullable Map<String, Object> look() throws IOException {
    // the result first: what was reported before it is then complete
    Map<String, Object> result = exchange.result();
    List<Map<String, Object>> events = exchange.progress();
    if (!events.isEmpty()) {
      began = true;
      sign = Deadline.after(NEXT_SIGN);
      events.forEach(listener::reported);
    }
    return result;
  }

  private void checkHope(Deadline deadline) throws IOException {
    if (ended()) {
      throw new IOException("the JVM ended while the agent worked in it");
    }
    if (sign.expired()) {
      throw new IOException(
          (began
                  ? "the agent has given no sign of life for " + NEXT_SIGN.getSeconds() + " s"
                  : "the agent did not begin within " + FIRST_SIGN.getSeconds() + " s")
              + (stopped() ? ": the JVM is stopped by a signal or a debugger" : ""));
    }
    if (deadline.expired()) {
      throw new IOException("the agent was not done in time");
    }
  }

  private boolean stopped() {
    try {
      return process.supported() && process.status().stopped();
    } catch (IOException gone) {
      return false;
    }
  }

  private boolean ended() {
    if (!process.supported()) {
      return false;
    }
    try {
      ProcessStatus status = process.status();
      return status.zombie();
    } catch (IOException gone) {
      return true;
    }
  }

  private Map<String, Object> lastWords(InterruptedException cancelled)
      throws IOException, InterruptedException {
    exchange.cancel();
    Deadline limit = Deadline.after(LAST_WORDS);
    while (!limit.expired()) {
      Map<String, Object> result = look();
      if (result != null) {
        return result; // and stay uninterrupted: reading what is there needs it
      }
      pause();
    }
    throw cancelled;
  }

  private void pause() throws InterruptedException {
    if (never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody opens this latch");
    }
  }
}
