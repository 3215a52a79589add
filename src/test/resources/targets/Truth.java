import dev.jflare.log.Log;
import dev.jflare.profile.Engine;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.RecordingSession;
import dev.jflare.time.Deadline;


import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Knows what it does, and says so: {@code Truth <folder> <engine> [virtual]} records itself while it
 * allocates, waits and computes, counts each site by itself, and prints {@code truth: } with a JSON
 * object {@code {"site": {"count": ..., "amount": ..., "longCount": ..., "longAmount": ..., "stretched": ...}}}.
 * Amounts are bytes or nanoseconds, long waits those of a millisecond and more, stretched ones took
 * twice as long as the program meant: something else had the CPU, before or after the lock was free.
 */
public final class Truth {
  /** Above any time the work takes (8 s on an idle machine); the session is ended when the work is done. */
  private static final Duration WINDOW = Duration.ofSeconds(110);

  private static final long MILLI = 1_000_000;
  private static final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private static final Map<String, Site> sites = new TreeMap<>();
  private static final List<byte[]> kept = new ArrayList<>();
  private static volatile Object sink;
  private static volatile long number;
  private static boolean virtual;

  private Truth() {}

  public static void main(String[] args) throws Exception {
    virtual = args.length > 2;
    CountDownLatch endVirtual = new CountDownLatch(1);
    if (virtual) { // one that waits, so that the session finds virtual threads in use
      virtualThread(() -> await(endVirtual));
      virtualThread(() -> {});
    }
    compile();
    burn(200, 100, 100);
    sites.clear();
    CountDownLatch windowOpen = new CountDownLatch(1);
    Thread recorder = recorder(Paths.get(args[0]), Engine.valueOf(args[1]), windowOpen);
    windowOpen.await();
    Thread.sleep(50); // the clock of the window's start is read after the CPU time
    keep(100);
    allocate(96);
    waitEverywhere();
    burn(args[1].equals("JFR") ? 4_800 : 3_000, 40, 80);
    Thread.sleep(50);
    boolean inTime = recorder.isAlive();
    recorder.interrupt();
    recorder.join(60_000);
    endVirtual.countDown();
    StringBuilder json = new StringBuilder("truth: {");
    sites.forEach((name, site) -> json.append(json.length() > 8 ? ", " : "").append(site.json(name)));
    System.out.println(json.append('}'));
    System.out.println("in time: " + inTime);
  }

  // ---- allocations

  /** One thread does all in turn, so that no sampler can tell sites by their threads. */
  private static void allocate(int rounds) {
    for (int round = 0; round < rounds; round++) {
      site("bytes16").add(bytes16(1 << 20), 16);
      site("kibi1").add(kibi1(1 << 14, 1 << 10), 1 << 10);
      site("kibi64").add(kibi64(1 << 8, 64 << 10), 64 << 10);
      site("kibi512").add(kibi512(24, 512 << 10), 512 << 10);
      site("mebi2").add(mebi2(2, 2 << 20), 2 << 20);
    }
  }

  /** By the second compiler, whose code all JVMs watch; see the profile's remark on Java 8. */
  private static void compile() {
    for (int i = 0; i < 20; i++) {
      sink = bytes16(1 << 14) + kibi1(1 << 14, 16) + kibi64(1 << 14, 16);
      sink = kibi512(1 << 14, 16) + mebi2(1 << 14, 16);
    }
  }

  static int bytes16(int count) {
    for (int i = 0; i < count; i++) {
      sink = new Object();
    }
    return count;
  }

  static int kibi1(int count, int size) {
    for (int i = 0; i < count; i++) {
      sink = new byte[size - 16];
    }
    return count;
  }

  static int kibi64(int count, int size) {
    for (int i = 0; i < count; i++) {
      sink = new byte[size - 16];
    }
    return count;
  }

  static int kibi512(int count, int size) {
    for (int i = 0; i < count; i++) {
      sink = new byte[size - 16];
    }
    return count;
  }

  static int mebi2(int count, int size) {
    for (int i = 0; i < count; i++) {
      sink = new byte[size - 16];
    }
    return count;
  }

  static void keep(int count) {
    for (int i = 0; i < count; i++) {
      kept.add(new byte[(2 << 20) - 16]);
    }
    site("keep").add(count, 2 << 20);
  }

  // ---- waits

  private interface Lock {
    void lock();

    void unlock();
  }

  /** All waits at once: they cost no CPU. */
  private static void waitEverywhere() throws Exception {
    List<Thread> all = new ArrayList<>();
    contend(all, "monitor200us", 1_500, 200_000, 200_000);
    contend(all, "monitor1400us", 700, 400_000, 2_400_000);
    contend(all, "lock1400us", 700, 400_000, 2_400_000);
    contend(all, "monitor30ms", 40, 28 * MILLI, 32 * MILLI);
    if (virtual) {
      contend(all, "virtualMonitor", 300, 2 * MILLI, 4 * MILLI);
      contend(all, "virtualLock", 300, 2 * MILLI, 4 * MILLI);
    }
    all.add(platformThread("waiter", () -> objectWait(200)));
    all.add(platformThread("parker", () -> parkFor(200)));
    all.add(platformThread("sleeper", () -> sleep(200)));
    queue(all, 200);
    socket(all, 100);
    for (Thread thread : all) {
      thread.join();
    }
  }

  /** One thread holds the lock and lets the other one run into it; this one measures. */
  private static void contend(
      List<Thread> all, String name, int rounds, long leastNanos, long mostNanos) {
    Pair pair = new Pair(name, rounds, leastNanos, mostNanos);
    Runnable meet = pair::meet;
    if (name.startsWith("virtual")) {
      all.add(virtualThread(meet));
    } else {
      all.add(platformThread("meet-" + name, meet));
    }
    all.add(platformThread("hold-" + name, pair::hold));
  }

  private static final class Pair {
    private final String name;
    private final int rounds;
    private final long leastNanos;
    private final long mostNanos;
    private final Object monitor = new Object();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile int held;
    private volatile int met;

    Pair(String name, int rounds, long leastNanos, long mostNanos) {
      this.name = name;
      this.rounds = rounds;
      this.leastNanos = leastNanos;
      this.mostNanos = mostNanos;
    }

    void hold() {
      Random random = new Random(rounds);
      for (int round = 1; round <= rounds; round++) {
        long nanos = leastNanos + (long) (random.nextDouble() * (mostNanos - leastNanos));
        if (name.contains("ock1") || name.endsWith("Lock")) {
          lock.lock();
          try {
            held = round;
            LockSupport.parkNanos(nanos);
          } finally {
            lock.unlock();
          }
        } else {
          synchronized (monitor) {
            held = round;
            LockSupport.parkNanos(nanos);
          }
        }
        while (met < round) {
          LockSupport.parkNanos(20_000);
        }
      }
    }

    void meet() {
      Site site = site(name);
      for (int round = 1; round <= rounds; round++) {
        while (held < round) {
          LockSupport.parkNanos(20_000);
        }
        site.waited(enter(), mostNanos);
        met = round;
      }
    }

    /** Each kind of lock at a place of its own, so that stacks tell them apart. */
    private long enter() {
      switch (name) {
        case "monitor200us":
          return monitor200us(monitor);
        case "monitor1400us":
          return monitor1400us(monitor);
        case "monitor30ms":
          return monitor30ms(monitor);
        case "virtualMonitor":
          return virtualMonitor(monitor);
        case "virtualLock":
          return virtualLock(lock);
        default:
          return lock1400us(lock);
      }
    }
  }

  static long monitor200us(Object monitor) {
    long before = System.nanoTime();
    synchronized (monitor) {
      return System.nanoTime() - before;
    }
  }

  static long monitor1400us(Object monitor) {
    long before = System.nanoTime();
    synchronized (monitor) {
      return System.nanoTime() - before;
    }
  }

  static long monitor30ms(Object monitor) {
    long before = System.nanoTime();
    synchronized (monitor) {
      return System.nanoTime() - before;
    }
  }

  static long virtualMonitor(Object monitor) {
    long before = System.nanoTime();
    synchronized (monitor) {
      return System.nanoTime() - before;
    }
  }

  static long lock1400us(ReentrantLock lock) {
    long before = System.nanoTime();
    lock.lock();
    long nanos = System.nanoTime() - before;
    lock.unlock();
    return nanos;
  }

  static long virtualLock(ReentrantLock lock) {
    long before = System.nanoTime();
    lock.lock();
    long nanos = System.nanoTime() - before;
    lock.unlock();
    return nanos;
  }

  static void objectWait(int count) {
    Object signal = new Object();
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      synchronized (signal) {
        try {
          signal.wait(5);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      site("objectWait").waited(System.nanoTime() - before, 5 * MILLI);
    }
  }

  static void parkFor(int count) {
    for (int i = 0; i < count; i++) {
      long before = System.nanoTime();
      LockSupport.parkNanos(5 * MILLI);
      site("parkFor").waited(System.nanoTime() - before, 5 * MILLI);
    }
  }

  static void sleep(int count) {
    for (int i = 0; i < count; i++) {
      pause(5);
    }
  }

  private static void queue(List<Thread> all, int count) {
    LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    all.add(platformThread("taker", () -> take(queue, count)));
    all.add(
        platformThread(
            "giver",
            () -> {
              for (int i = 0; i < count; i++) {
                pause(5);
                queue.add(i);
              }
            }));
  }

  static void take(LinkedBlockingQueue<Integer> queue, int count) {
    try {
      for (int i = 0; i < count; i++) {
        long before = System.nanoTime();
        number += queue.take();
        site("take").waited(System.nanoTime() - before, 5 * MILLI);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What Go does not count as blocking either. */
  private static void socket(List<Thread> all, int count) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Socket out = new Socket(server.getInetAddress(), server.getLocalPort());
    Socket in = server.accept();
    all.add(platformThread("reader", () -> readSocket(in, count)));
    all.add(platformThread("writer", () -> writeSocket(out, count)));
    server.close();
  }

  static void readSocket(Socket in, int count) {
    try {
      for (int i = 0; i < count; i++) {
        number += in.getInputStream().read();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeSocket(Socket out, int count) {
    try {
      for (int i = 0; i < count; i++) {
        pause(5);
        out.getOutputStream().write(i);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- CPU

  /**
   * Two threads in turn, never at once: JFR samples who could run, not who runs, and on a machine
   * with other work the turns are what makes that the same.
   *
   * @param totalMillis of CPU time, of both
   */
  private static void burn(long totalMillis, long firstMillis, long secondMillis)
      throws InterruptedException {
    long rounds = totalMillis / (firstMillis + secondMillis);
    SynchronousQueue<Boolean> turn = new SynchronousQueue<>();
    SynchronousQueue<Boolean> back = new SynchronousQueue<>();
    Thread second =
        platformThread("burn-second", () -> burner("burnSecond", rounds, secondMillis, turn, back));
    Thread first =
        platformThread("burn-first", () -> burner("burnFirst", rounds, firstMillis, back, turn));
    turn.put(true);
    second.join();
    turn.poll(60, TimeUnit.SECONDS); // the last turn, which nobody takes
    first.join();
  }

  private static void burner(
      String name,
      long rounds,
      long millis,
      SynchronousQueue<Boolean> mine,
      SynchronousQueue<Boolean> other) {
    try {
      for (long round = 0; round < rounds; round++) {
        mine.take();
        long end = threads.getCurrentThreadCpuTime() + millis * MILLI;
        while (threads.getCurrentThreadCpuTime() < end) {
          number = name.equals("burnFirst") ? burnFirst(12, number | 1) : burnSecond(12, number | 1);
        }
        other.put(true);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    site(name).add(1, threads.getCurrentThreadCpuTime()); // from its start on
  }

  private static long burnFirst(int depth, long seed) {
    long x = seed;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    return depth == 0 ? x : burnFirst(depth - 1, x) ^ burnFirst(depth - 1, x + 1);
  }

  private static long burnSecond(int depth, long seed) {
    long x = seed;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    return depth == 0 ? x : burnSecond(depth - 1, x) ^ burnSecond(depth - 1, x + 1);
  }

  // ---- the rest

  private static Thread recorder(Path folder, Engine engine, CountDownLatch windowOpen) {
    SelfJvm self =
        new SelfJvm() {
          @Override public long processCpuNanos() { // asked when the window begins, and when it ends
            long nanos = super.processCpuNanos();
            windowOpen.countDown();
            return nanos;
          }
        };
    return platformThread(
        "jflare-profile",
        () -> {
          ProfileSpec spec =
              ProfileSpec.newBuilder(WINDOW, folder).service("truth").engine(engine).build();
          try {
            new RecordingSession().record(spec, self, Deadline.after(Duration.ofSeconds(150)), Log.NONE);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          } finally {
            windowOpen.countDown();
          }
        });
  }

  private static Thread platformThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static Thread virtualThread(Runnable work) {
    try {
      return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    } catch (ReflectiveOperationException before21) {
      throw new IllegalStateException(before21);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized Site site(String name) {
    return sites.computeIfAbsent(name, unused -> new Site());
  }

  /** What one place has done; used by one thread at a time. */
  private static final class Site {
    private long count;
    private long amount;
    private long longCount;
    private long longAmount;
    private long stretched;

    synchronized void add(long times, long each) {
      count += times;
      amount += times * each;
    }

    synchronized void waited(long nanos, long mostNanos) {
      add(1, nanos);
      stretched += nanos > 2 * mostNanos ? nanos : 0;
      if (nanos >= MILLI) {
        longCount++;
        longAmount += nanos;
      }
    }

    synchronized String json(String name) {
      return String.format(
          "\"%s\": {\"count\": %d, \"amount\": %d, \"longCount\": %d, \"longAmount\": %d, "
              + "\"stretched\": %d}",
          name, count, amount, longCount, longAmount, stretched);
    }
  }
}
