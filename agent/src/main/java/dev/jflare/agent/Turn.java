package dev.jflare.agent;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** One flare at a time in a JVM, however it was asked for. Says who has the turn and since when. */
final class Turn {
  private static final AtomicReference<String> HOLDER = new AtomicReference<String>();

  private Turn() {}

  /** Takes the turn; null when it was free, else who has it. */
  static @Nullable String take(String who) {
    String mine = who + " since " + Instant.now();
    return HOLDER.compareAndSet(null, mine) ? null : holder();
  }

  static void leave() {
    HOLDER.set(null);
  }

  /** Who has the turn, or null. */
  static @Nullable String holder() {
    return HOLDER.get();
  }
}
