package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.LastSigns;
import dev.jflare.jvm.PerfData;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All counters that a JVM publishes, twice, a second apart: what moves and what stands still, and
 * since when. Needs no help of the JVM; made for one that gives none.
 */
public final class PublishedCounters extends OutsideCollector {
  public static final String ID = "published-counters";

  private static final Duration APART = Duration.ofSeconds(1);

  /** A watcher that looks every 50 ms and has not for so long is not merely late. */
  private static final Duration LATE = Duration.ofSeconds(5);

  /** The command lines are in os/cmdline.txt, where each argument has its own line. */
  private static final Set<String> ELSEWHERE =
      new HashSet<>(Arrays.asList("sun.rt.javaCommand", "java.rt.vmArgs", "java.rt.vmFlags"));

  public PublishedCounters(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "the counters that the JVM publishes in a file, twice, and since when they stand still";
  }

  @Override
  public Duration span() {
    return APART;
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws Exception {
    PerfData first;
    try {
      first = PerfData.of(process);
    } catch (IOException none) {
      throw new SkippedException(Reason.of(none));
    }
    Pause.within(deadline, APART);
    PerfData second = first.again();
    Instant now = Instant.now();
    evidence.text("jvm/published-counters.txt", table(first, second));
    LastSigns signs = LastSigns.of(second);
    tell(evidence, "safepoint", signs.safepoint(), now);
    tell(evidence, "garbage collection", signs.collection(), now);
    Optional<Instant> tick = signs.tick();
    if (tick.isPresent() && Duration.between(tick.get(), now).compareTo(LATE) > 0) {
      evidence.note(
          Evidence.FINDING + "standstill",
          "the JVM as a whole stands still (stopped, frozen or starved) since "
              + ago(tick.get(), now));
    }
  }

  private static void tell(Evidence evidence, String what, Optional<Instant> last, Instant now) {
    evidence.note(
        Evidence.FINDING + what,
        last.map(when -> "no " + what + " since " + ago(when, now))
            .orElse("no " + what + " since the start"));
  }

  private static String ago(Instant when, Instant now) {
    long seconds = Math.max(0, Duration.between(when, now).getSeconds());
    return Instant.ofEpochSecond(when.getEpochSecond()) + " (" + seconds + " s)";
  }

  private static String table(PerfData first, PerfData second) {
    StringBuilder text = new StringBuilder();
    text.append(
        Row.of("%-60s %22s  %s\n", "counter", "value", "change in " + APART.getSeconds() + " s"));
    for (Map.Entry<String, Object> counter : second.counters().entrySet()) {
      String name = counter.getKey();
      if (ELSEWHERE.contains(name)) {
        continue;
      }
      Optional<Long> before = first.number(name);
      Optional<Long> after = second.number(name);
      boolean moved = before.isPresent() && after.isPresent() && !before.equals(after);
      String change = moved ? Row.of("  %+d", after.get() - before.get()) : "";
      text.append(Row.of("%-60s %22s%s\n", name, counter.getValue(), change));
    }
    return text.toString();
  }
}
