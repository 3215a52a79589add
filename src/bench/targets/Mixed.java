import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Something for every profile, from several hundred stacks: four threads that compute, allocate, keep a little and wait for each other. */
public final class Mixed {
  static final ReentrantLock LOCK = new ReentrantLock();
  static final Object MONITOR = new Object();
  static final Map<Long, Object> KEPT = new HashMap<>();
  static volatile Object sink;
  static volatile long sum;

  public static void main(String[] args) throws Exception {
    for (int i = 0; i < 4; i++) {
      long seed = i + 1;
      Thread thread = new Thread(() -> work(seed), "mixed-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    System.out.println("ready");
    Thread.sleep(Long.parseLong(args[0]));
  }

  static void work(long seed) {
    long x = seed;
    while (true) {
      x = descend(next(x), (int) (x & 7));
      if ((x & 255) == 0) {
        share(x);
      }
    }
  }

  static long next(long seed) {
    long x = seed;
    for (int i = 0; i < 50; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  static long descend(long x, int depth) {
    if (depth > 0) {
      return (x & 1) == 0 ? descend(next(x), depth - 1) : aside(next(x), depth - 1);
    }
    switch ((int) (x >>> 8 & 3)) {
      case 0:
        sink = blob(x);
        return x;
      case 1:
        sink = text(x);
        return x;
      case 2:
        sink = list(x);
        return x;
      default:
        return next(next(x));
    }
  }

  static long aside(long x, int depth) {
    return descend(x, depth);
  }

  static byte[] blob(long x) {
    return new byte[(int) (512 + (x & 4095))];
  }

  static String text(long x) {
    return "value " + x + " of " + (x >>> 7);
  }

  static List<Long> list(long x) {
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      list.add(x + i);
    }
    return list;
  }

  static void share(long x) {
    LOCK.lock();
    try {
      sum += next(next(x));
    } finally {
      LOCK.unlock();
    }
    synchronized (MONITOR) {
      KEPT.put(x & 0xfff, blob(x));
    }
  }
}
