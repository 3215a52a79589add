import java.lang.management.ManagementFactory;

/**
 * Records itself for a second, and only then starts a thread {@code late} that uses CPU time for a
 * known while: {@code Late <folder> <engine> <seconds to stay afterwards>}. Prints how many
 * milliseconds of CPU the thread has used.
 */
public final class Late {
  private static final long ENOUGH_NANOS = 2_000_000_000L;

  private Late() {}

  public static void main(String[] args) throws Exception {
    Planted.start();
    Planted.pause(1_000);
    Record.once(args[0], args[1], 1_000);
    long[] used = new long[1];
    Thread late = new Thread(() -> used[0] = burn(), "late");
    late.start();
    late.join();
    Planted.pause(1_000 * Long.parseLong(args[2]));
    System.out.println("late: " + used[0] / 1_000_000);
  }

  private static long burn() {
    long cpu = 0;
    while (cpu < ENOUGH_NANOS) {
      Planted.burnCpu();
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
    return cpu;
  }
}
