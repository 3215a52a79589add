import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/** A program with one planted method for each profile, so that a test knows who has to be on top. */
public final class Planted {
  static volatile long sink;
  static volatile byte[] garbage;
  static final List<byte[]> kept = new ArrayList<>();
  static final Object monitor = new Object();
  static final ReentrantLock lock = new ReentrantLock();
  static final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  static final Object signal = new Object();

  private Planted() {}

  /** Starts everything; the threads are daemons and end with the JVM. */
  public static void start() {
    forever("hot", Planted::burnCpu);
    forever("garbage", Planted::makeGarbage);
    forever("retain", Planted::retain);
    forever("monitor-1", Planted::enterMonitor);
    forever("monitor-2", Planted::enterMonitor);
    forever("lock-1", Planted::takeLock);
    forever("lock-2", Planted::takeLock);
    forever("producer", () -> { pause(20); queue.add(1); });
    forever("consumer", Planted::takeFromQueue);
    forever("waiter", Planted::waitForSignal);
  }

  /** Calls itself, because the JFR of Java 8 sees nothing of a loop that never leaves its frame. */
  static void burnCpu() {
    sink = burnCpu(22, sink | 1);
  }

  private static long burnCpu(int depth, long seed) {
    long x = seed;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    return depth == 0 ? x : burnCpu(depth - 1, x) ^ burnCpu(depth - 1, x + 1);
  }

  static void makeGarbage() {
    for (int i = 0; i < 64; i++) {
      garbage = new byte[64 << 10];
    }
    pause(10);
  }

  static void retain() {
    byte[] part = new byte[256 << 10];
    synchronized (kept) {
      if (kept.size() < 400) {
        kept.add(part);
      }
    }
    pause(10);
  }

  static void enterMonitor() {
    synchronized (monitor) {
      pause(5);
    }
  }

  static void takeLock() {
    lock.lock();
    try {
      pause(3);
    } finally {
      lock.unlock();
    }
  }

  static void takeFromQueue() {
    try {
      sink += queue.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void waitForSignal() {
    synchronized (signal) {
      try {
        signal.wait(15);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void forever(String name, Runnable work) {
    Thread thread = new Thread(() -> { while (true) work.run(); }, name);
    thread.setDaemon(true);
    thread.start();
  }
}
