import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Has something for every profile and ends by itself after the given milliseconds. */
public final class Recorded {
  static final Object MONITOR = new Object();
  static final ReentrantLock LOCK = new ReentrantLock();
  static final List<byte[]> KEPT = new ArrayList<>();
  static volatile Object sink;

  public static void main(String[] arguments) throws Exception {
    start(Recorded::burnCpu);
    start(Recorded::makeGarbage);
    start(Recorded::keep);
    for (int i = 0; i < 2; i++) {
      start(Recorded::enterMonitor);
      start(Recorded::takeLock);
    }
    start(Recorded::waitForSignal);
    Thread.sleep(Long.parseLong(arguments[0]));
    System.exit(0);
  }

  static void start(Runnable load) {
    Thread thread = new Thread(
        () -> {
          while (true) {
            load.run();
          }
        });
    thread.setDaemon(true);
    thread.start();
  }

  static void burnCpu() {
    double sum = 0;
    for (int i = 0; i < 3_000_000; i++) {
      sum += Math.sqrt(i);
    }
    sink = sum;
    LockSupport.parkNanos(1_000_000);
  }

  static void makeGarbage() {
    for (int i = 0; i < 4_000; i++) {
      sink = new byte[1000];
    }
    LockSupport.parkNanos(2_000_000);
  }

  static void keep() {
    if (KEPT.size() < 400) {
      KEPT.add(new byte[100_000]);
    }
    LockSupport.parkNanos(2_000_000);
  }

  static void enterMonitor() {
    synchronized (MONITOR) {
      LockSupport.parkNanos(25_000_000);
    }
  }

  static void takeLock() {
    LOCK.lock();
    try {
      LockSupport.parkNanos(25_000_000);
    } finally {
      LOCK.unlock();
    }
  }

  static void waitForSignal() {
    Object own = new Object();
    synchronized (own) {
      try {
        own.wait(40);
      } catch (InterruptedException end) {
        return;
      }
    }
  }
}
