package dev.jflare.jvm;

import java.time.Instant;
import java.util.Optional;

/**
 * When a JVM last did what it counts, read from its counters without its help: of one that hangs
 * they say since when. The counters hold times since the start of the JVM, which it also tells by
 * the wall clock, so a clock that was set since then is in the result; otherwise good to a few
 * tenths of a second (the timers begin one after the other while the JVM starts).
 */
public final class LastSigns {
  private static final int COLLECTORS = 8;

  private final PerfData data;

  private LastSigns(PerfData data) {
    this.data = data;
  }

  public static LastSigns of(PerfData data) {
    return new LastSigns(data);
  }

  /** The end of its latest garbage collection; empty before the first one. */
  public Optional<Instant> collection() {
    long latest = 0;
    for (int collector = 0; collector < COLLECTORS; collector++) {
      String name = "sun.gc.collector." + collector;
      latest = Math.max(latest, data.number(name + ".lastEntryTime").orElse(0L));
      latest = Math.max(latest, data.number(name + ".lastExitTime").orElse(0L));
    }
    return latest == 0 ? Optional.empty() : at(latest);
  }

  /**
   * The end of its latest safepoint, or the beginning of the one it is in: what it has run and what
   * it has stood still are brought up to date there, so their sum is that moment.
   */
  public Optional<Instant> safepoint() {
    Optional<Long> ran = data.number("sun.rt.applicationTime");
    Optional<Long> stood = data.number("sun.rt.safepointTime");
    boolean any = data.number("sun.rt.safepoints").orElse(0L) > 0;
    return any && ran.isPresent() && stood.isPresent()
        ? at(ran.get() + stood.get())
        : Optional.empty();
  }

  /**
   * When its watcher thread last looked at the clock, which it does every 50 ms; empty where it no
   * longer does (seen on 8 to 21, not on 25). Only a JVM that is stopped, frozen or starved is
   * late.
   */
  public Optional<Instant> tick() {
    return data.number("sun.os.hrt.ticks").flatMap(this::at);
  }

  private Optional<Instant> at(long ticks) {
    Optional<Long> begin = data.number("sun.rt.createVmBeginTime");
    long frequency = data.number("sun.os.hrt.frequency").orElse(0L);
    return begin.isPresent() && frequency > 0
        ? Optional.of(Instant.ofEpochMilli(begin.get() + (long) (ticks * (1e3 / frequency))))
        : Optional.empty();
  }
}
