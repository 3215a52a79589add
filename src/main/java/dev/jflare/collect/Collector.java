package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.time.Deadline;
import java.time.Duration;

/**
 * Knows one kind of evidence and how to get it. May throw anything: it costs this collector's
 * entries only. Runs on a thread of its own that is interrupted when the deadline has passed; a
 * collector that waits must wait with the deadline and end when interrupted.
 */
public interface Collector {
  /**
   * Short, stable name for {@code --only}, {@code --skip} and the manifest: lower case, words
   * joined by a dash.
   */
  String id();

  /** What it brings, in one line for a person. */
  String about();

  /**
   * The time it needs by design (a profile window, for example), to which the provider timeout is
   * added.
   */
  default Duration span() {
    return Duration.ZERO;
  }

  /** What it gets for putting its things away when it is interrupted, by its limit or a person. */
  default Duration grace() {
    return Duration.ofMillis(1500);
  }

  void collect(Evidence evidence, Deadline deadline) throws Exception;
}
