package dev.jflare.cli;

import dev.jflare.archive.CollectorRecord;
import dev.jflare.archive.Status;
import dev.jflare.cli.attach.AgentListener;
import dev.jflare.cli.attach.AttachedAgent;
import dev.jflare.collect.Collector;
import dev.jflare.collect.Profiles;
import dev.jflare.flare.FlareListener;
import dev.jflare.json.Json;
import java.io.Closeable;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is going on, here and in the agent: JSON events, one live line with a bar for the profile
 * window on a terminal, a few plain lines elsewhere.
 */
final class Progress implements FlareListener, AgentListener, Closeable {
  private static final int BAR_CELLS = 24;
  private static final long REDRAW_MILLIS = 200;

  private final Terminal terminal;
  private final Duration window;
  private final Set<String> running = new LinkedHashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private long windowStartNanos;
  private boolean windowOpen;

  /**
   * @param window of the profiles; zero for none
   */
  Progress(Terminal terminal, Duration window) {
    this.terminal = terminal;
    this.window = window;
  }

  /** Starts drawing, where something can be drawn. */
  Progress start() {
    if (terminal.canDraw()) {
      Thread painter = new Thread(this::paint, "jflare-progress");
      painter.setDaemon(true);
      painter.start();
    }
    return this;
  }

  @Override
  public void started(Collector collector) {
    begin(collector.id());
  }

  @Override
  public void ended(CollectorRecord record) {
    end(record.id(), record.status().word(), record.status().isGap(), record.trouble());
  }

  @Override
  public void reported(Map<String, Object> event) {
    String id = Json.text(event, "id", "?");
    switch (Json.text(event, "event", "")) {
      case "begin":
        terminal.detail("agent " + Json.text(event, "version", "?") + " is at work in the JVM");
        break;
      case "started":
        begin(id);
        break;
      case "ended":
        String status = Json.text(event, "status", "?");
        boolean well = status.equals(Status.OK.word()) || status.equals(Status.SKIPPED.word());
        end(id, status, !well, Json.text(event, "detail", ""));
        break;
      case "trouble":
        terminal.say(terminal.paint(Style.NOTE, "agent: " + Json.text(event, "message", "?")));
        break;
      default: // heartbeats, and what a newer agent may say
        break;
    }
  }

  /** Ends the live line. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void begin(String id) {
    synchronized (this) {
      running.add(id);
      if (id.equals(Profiles.ID)) {
        windowOpen = true;
        windowStartNanos = System.nanoTime();
      }
    }
    terminal.event(JsonLine.event("collector").with("id", id).with("status", "started"));
    if (id.equals(Profiles.ID) && !terminal.canDraw()) {
      terminal.say("Profiling for " + window.getSeconds() + " s.");
    } else {
      terminal.detail(id + ": started");
    }
  }

  private void end(String id, String status, boolean gap, String trouble) {
    synchronized (this) {
      running.remove(id);
      windowOpen &= !id.equals(Profiles.ID);
    }
    JsonLine event = JsonLine.event("collector").with("id", id).with("status", status);
    terminal.event(trouble.isEmpty() ? event : event.with("detail", trouble));
    String line = id + ": " + status.replace('_', ' ');
    if (gap) {
      terminal.say(terminal.paint(Style.NOTE, trouble.isEmpty() ? line : line + ", " + trouble));
    } else {
      terminal.detail(line);
    }
  }

  private void paint() {
    try {
      while (!closed.await(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
        String line = line();
        if (!line.isEmpty()) {
          terminal.draw(line);
        }
      }
    } catch (InterruptedException leave) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized String line() {
    Set<String> others = new LinkedHashSet<>(running);
    others.remove(Profiles.ID);
    if (others.size() > 1) {
      others.remove(AttachedAgent.ID); // it is always there; the others say more
    }
    String list = String.join(", ", others);
    if (!windowOpen) {
      return list;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - windowStartNanos);
    return bar(elapsed, window) + (list.isEmpty() ? "" : "  " + list);
  }

  /** {@code profiling [######........] 12 of 30 s}. */
  static String bar(Duration elapsed, Duration window) {
    long total = Math.max(1, window.toMillis());
    long done = Math.min(elapsed.toMillis(), total);
    int full = (int) (done * BAR_CELLS / total);
    StringBuilder bar = new StringBuilder("profiling [");
    for (int cell = 0; cell < BAR_CELLS; cell++) {
      bar.append(cell < full ? '#' : '.');
    }
    if (done == total) {
      return bar.append("] closing the recording").toString();
    }
    return bar.append("] ")
        .append(done / 1000)
        .append(" of ")
        .append(window.getSeconds())
        .append(" s")
        .toString();
  }
}
