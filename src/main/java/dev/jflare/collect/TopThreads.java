package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.ThreadView;
import dev.jflare.time.Deadline;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which threads use the processor just now, from two looks at /proc; works on a JVM that hangs. */
final class TopThreads extends OutsideCollector {
  private static final int SHOWN = 2000;

  private final Duration window;

  /**
   * @param window the time between the two looks; the longer, the finer: the kernel counts in 10 ms
   */
  TopThreads(ProcessView process, Duration window) {
    super(process);
    this.window = window;
  }

  @Override
  public String id() {
    return "top-threads";
  }

  @Override
  public String about() {
    return "CPU use of each thread, with the native id that thread dumps show";
  }

  @Override
  public Duration span() {
    return window;
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException, InterruptedException {
    Map<Long, Long> before = new HashMap<>();
    long start = System.nanoTime();
    for (ThreadView thread : process.threads()) {
      before.put(thread.tid(), thread.cpuTicks());
    }
    Duration half = Duration.ofNanos(deadline.remainingNanos() / 2);
    Pause.within(deadline, half.compareTo(window) < 0 ? half : window);
    List<ThreadView> threads = process.threads();
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Use> uses = new ArrayList<>();
    for (ThreadView thread : threads) {
      Long ticks = before.get(thread.tid());
      uses.add(new Use(thread, thread.cpuTicks() - (ticks == null ? 0 : ticks)));
    }
    uses.sort((a, b) -> Long.compare(b.rank(), a.rank()));
    evidence.text("os/top-threads.txt", table(uses, seconds));
  }

  private static String table(List<Use> uses, double seconds) {
    StringBuilder text = new StringBuilder();
    text.append(Row.of("%d threads, two looks %.2f s apart\n\n", uses.size(), seconds));
    text.append(
        Row.of(
            "%7s %10s %5s %8s %10s  %-15s  %s\n",
            "%CPU", "total s", "state", "tid", "nid", "name", "waits in"));
    for (Use use : uses.subList(0, Math.min(SHOWN, uses.size()))) {
      ThreadView thread = use.thread;
      text.append(
          Row.of(
              "%7.1f %10.2f %5s %8d %10s  %-15s  %s\n",
              100.0 * use.ticks / ProcessView.TICKS_PER_SECOND / seconds,
              (double) thread.cpuTicks() / ProcessView.TICKS_PER_SECOND,
              thread.state(),
              thread.tid(),
              "0x" + Long.toHexString(thread.tid()),
              thread.name(),
              thread.waitsIn()));
    }
    return text.toString();
  }

  private static final class Use {
    final ThreadView thread;
    final long ticks;

    Use(ThreadView thread, long ticks) {
      this.thread = thread;
      this.ticks = ticks;
    }

    /** By use in the window, then by use in all. */
    long rank() {
      return (ticks << 40) + Math.min(thread.cpuTicks(), (1L << 40) - 1);
    }
  }
}
