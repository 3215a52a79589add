import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Starts and joins virtual threads that do nothing, and tells once a second how many in a second of CPU time. */
public final class Switches {
  private static final int BATCH = 1000;

  public static void main(String[] args) throws Exception {
    com.sun.management.OperatingSystemMXBean os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    System.out.println("ready");
    while (true) {
      long tasks = 0;
      long cpu = os.getProcessCpuTime();
      long end = System.nanoTime() + 1_000_000_000L;
      while (System.nanoTime() < end) {
        List<Thread> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
          batch.add(Thread.startVirtualThread(() -> {}));
        }
        for (Thread thread : batch) {
          thread.join();
        }
        tasks += BATCH;
      }
      double rate = tasks * 1e9 / (os.getProcessCpuTime() - cpu);
      System.out.println(System.currentTimeMillis() + " " + rate);
    }
  }
}
