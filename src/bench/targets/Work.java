import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A CPU- and allocation-bound program. Every half second it prints the operations done per CPU second of the process, so
 * that waiting for a shared core does not count.
 */
public final class Work {
  static final ReentrantLock LOCK = new ReentrantLock();
  static volatile long sink;
  static final long[] done = new long[4 * 16];

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 4; i++) {
      int slot = i * 16;
      Thread thread = new Thread(() -> work(slot), "work-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("ready " + ManagementFactory.getRuntimeMXBean().getName().split("@")[0]);
    com.sun.management.OperatingSystemMXBean os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long end = System.nanoTime() + 600_000_000_000L;
    long cpu = os.getProcessCpuTime();
    long ops = total();
    while (System.nanoTime() < end) {
      Thread.sleep(500);
      long cpuNow = os.getProcessCpuTime();
      long opsNow = total();
      System.out.println(System.currentTimeMillis() + " " + (opsNow - ops) * 1_000_000_000L / Math.max(1, cpuNow - cpu));
      cpu = cpuNow;
      ops = opsNow;
    }
  }

  static long total() {
    long sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += done[i * 16];
    }
    return sum;
  }

  static void work(int slot) {
    long x = slot + 1;
    while (true) {
      x = compute(x);
      sink += allocate(x);
      if ((x & 63) == 0) {
        LOCK.lock();
        try {
          sink += compute(x);
        } finally {
          LOCK.unlock();
        }
      }
      done[slot]++;
    }
  }

  static long compute(long x) {
    for (int i = 0; i < 200; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  static int allocate(long x) {
    return new byte[(int) (64 + (x & 1023))].length;
  }
}
