import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A program under load, with one named method for each kind of load so that a test can look for it:
 * {@code burnCpu}, {@code allocate}, {@code holdLock} and {@code wantLock} (a contended monitor), {@code park} and {@code nap}.
 * Arguments choose the loads ({@code cpu allocation locks parks}); none means all. Prints {@code ready} once
 * all threads run, and ends by itself after ten minutes, should its test have died.
 */
public final class Busy {
  static final Object MONITOR = new Object();
  static volatile long sink;
  static volatile byte[] garbage;

  public static void main(String[] arguments) throws Exception {
    List<String> loads =
        arguments.length == 0
            ? Arrays.asList("cpu", "allocation", "locks", "parks")
            : Arrays.asList(arguments);
    if (loads.contains("cpu")) {
      start("busy-cpu", Busy::burnCpu);
    }
    if (loads.contains("allocation")) {
      start("busy-allocation", Busy::allocate);
    }
    if (loads.contains("locks")) {
      start("busy-lock-holder", Busy::holdLock);
      start("busy-lock-wanter", Busy::wantLock);
    }
    if (loads.contains("parks")) {
      start("busy-parked", Busy::park);
      start("busy-napping", Busy::nap);
    }
    System.out.println("ready");
    System.out.flush();
    Thread.sleep(600_000);
    System.exit(0);
  }

  static void start(String name, Runnable load) {
    Thread thread = new Thread(load, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Half of one core: the machine has other tests to run. */
  static void burnCpu() {
    while (true) {
      long end = System.nanoTime() + 10_000_000;
      long value = sink;
      while (System.nanoTime() < end) {
        for (int i = 0; i < 1000; i++) {
          value = value * 6364136223846793005L + 1442695040888963407L;
        }
      }
      sink = value;
      pause(10);
    }
  }

  /** About 20 MB each second. */
  static void allocate() {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      for (int i = 0; i < 20; i++) {
        garbage = new byte[10_000];
        kept.add(new byte[100]);
      }
      if (kept.size() > 10_000) {
        kept = new ArrayList<>();
      }
      pause(10);
    }
  }

  static void holdLock() {
    while (true) {
      synchronized (MONITOR) {
        pause(20);
      }
      pause(1);
    }
  }

  static void wantLock() {
    while (true) {
      synchronized (MONITOR) {
        sink++;
      }
      pause(2);
    }
  }

  static void park() {
    while (true) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  static void nap() {
    while (true) {
      pause(50);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException end) {
      throw new IllegalStateException(end);
    }
  }
}
