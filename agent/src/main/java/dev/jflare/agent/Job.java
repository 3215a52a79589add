package dev.jflare.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One operation of the core on a daemon thread of its own: the threads that JMX calls on belong to
 * the host, and the core leaves things on the threads it runs on.
 */
class Job implements Consumer<String> {
  final String id;
  private final String operation;
  private final Map<String, Object> arguments;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile @Nullable Map<String, Object> result;

  Job(String id, String operation, Map<String, Object> arguments) {
    this.id = id;
    this.operation = operation;
    this.arguments = arguments;
    arguments.put("cancelled", cancelled);
    arguments.put("progress", this);
  }

  Job startWith(final AgentJar jar) {
    Thread thread =
        new Thread("jflare-agent") {
          @Override
          public void run() {
            work(jar);
          }
        };
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** Told of each progress line; called on the core's threads. */
  void progress(String json) {}

  /** Told of the end, before anybody who waits. */
  void end(FlareInfo info) {}

  @Override
  public final void accept(String json) {
    progress(json);
  }

  private void work(AgentJar jar) {
    Map<String, Object> outcome = new HashMap<String, Object>();
    try {
      outcome.putAll(Core.load(jar).run(operation, arguments));
    } catch (Throwable e) {
      outcome.put("message", "the agent failed: " + e);
    }
    arguments.clear();
    result = outcome;
    end(info());
    done.countDown();
  }

  final void cancel() {
    cancelled.set(true);
  }

  final boolean ended() {
    return result != null;
  }

  /** Waits for the end. Every collector in the core has its limit, so the end comes. */
  final Map<String, Object> result() {
    try {
      boolean ended;
      do {
        ended = done.await(1, TimeUnit.SECONDS);
      } while (!ended);
    } catch (InterruptedException e) {
      cancel();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting; the operation was cancelled");
    }
    Map<String, Object> now = result;
    return now == null ? new HashMap<String, Object>() : now;
  }

  final FlareInfo await() {
    result();
    return info();
  }

  final @Nullable String archive() {
    Map<String, Object> now = result;
    Object archive = now == null ? null : now.get("archive");
    return archive == null ? null : archive.toString();
  }

  /** How it stands, as JSON. */
  final String json() {
    FlareInfo info = info();
    return "{\"id\":"
        + Quoted.json(id)
        + ",\"state\":"
        + Quoted.json(info.getState())
        + ",\"archive\":"
        + Quoted.json(info.getArchive())
        + ",\"complete\":"
        + info.isComplete()
        + ",\"message\":"
        + Quoted.json(info.getMessage())
        + ",\"leaks\":"
        + leaks()
        + "}";
  }

  /** What the leak check found, a JSON array of texts. */
  private String leaks() {
    Map<String, Object> now = result;
    Object found = now == null ? null : now.get("leaks");
    StringBuilder json = new StringBuilder("[");
    if (found instanceof List) {
      for (Object leak : (List<?>) found) {
        json.append(json.length() == 1 ? "" : ",").append(Quoted.json(String.valueOf(leak)));
      }
    }
    return json.append(']').toString();
  }

  private FlareInfo info() {
    Map<String, Object> now = result;
    if (now == null) {
      return new FlareInfo(id, cancelled.get() ? "cancelling" : "running", null, false, "");
    }
    String state = archive() == null ? "failed" : cancelled.get() ? "cancelled" : "done";
    Object message = now.get("message");
    return new FlareInfo(
        id,
        state,
        archive(),
        Boolean.TRUE.equals(now.get("complete")),
        message == null ? "" : message.toString());
  }
}
