package dev.jflare.profile;

import dev.jflare.jvm.LocalJvm;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import one.profiler.AsyncProfiler;

/**
 * What profilers cost a busy program: operations per CPU second of the process in windows of half a second, off, on, off, all
 * kinds of profiler in turn in one JVM, so that waiting for a shared core and warming up count for all alike. {@code Overhead
 * PAIRS}. In the core's package, to start what a flare starts without a flare around it.
 */
public final class Overhead {
  private static final long WINDOW_MILLIS = 500;
  private static final LongAdder done = new LongAdder();
  private static final ReentrantLock lock = new ReentrantLock();
  private static final Object monitor = new Object();
  private static volatile Object kept;
  private static Path folder;
  private static String command = "";

  /** A profiler that can be switched on and off. */
  interface Switch {
    Stop on() throws Exception;
  }

  interface Stop {
    void off() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    folder = Files.createTempDirectory("jflare-overhead-");
    for (int i = 0; i < 4; i++) {
      long seed = i + 1;
      Thread thread = new Thread(() -> work(seed), "work-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    Map<String, Switch> kinds = new LinkedHashMap<>();
    kinds.put("nothing", () -> () -> {});
    kinds.put("jflare's default set", Overhead::jflare);
    kinds.put("async-profiler alone, same events", Overhead::async);
    kinds.put("JFR default", () -> jfr("default"));
    kinds.put("JFR profile", () -> jfr("profile"));
    Map<String, List<Double>> ratios = new LinkedHashMap<>();
    for (Switch kind : kinds.values()) {
      kind.on().off(); // what is loaded once is loaded now
    }
    pause(5_000);
    int pairs = Integer.parseInt(args[0]);
    for (int i = 0; i < pairs; i++) {
      for (Map.Entry<String, Switch> kind : kinds.entrySet()) {
        double before = window();
        Stop running = kind.getValue().on();
        double on = window();
        running.off();
        double after = window();
        ratios.computeIfAbsent(kind.getKey(), none -> new ArrayList<>()).add(2 * on / (before + after));
      }
    }
    System.out.println("Java " + System.getProperty("java.version") + ", " + command);
    ratios.forEach(Overhead::print);
    for (Path file : Files.newDirectoryStream(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private static Stop jflare() throws Exception {
    Path work = OwnerOnly.freshFolder(folder, "flare-");
    ProfileSpec spec = ProfileSpec.newBuilder(Duration.ofSeconds(30), work).build();
    SessionFacts facts = new SessionFacts(Log.NONE);
    Profilers profilers = new Profilers(spec, LocalJvm.current(), facts);
    profilers.start(new Window(spec, Deadline.after(Duration.ofMinutes(1))));
    command = facts.all().getOrDefault(Fact.AP_COMMAND, "async-profiler refused: " + facts.all());
    return () -> {
      profilers.stop();
      for (Path file : Files.newDirectoryStream(work)) {
        Files.delete(file);
      }
      Files.delete(work);
    };
  }

  private static Stop async() throws Exception {
    if (!command.startsWith("start")) {
      throw new IllegalStateException(command);
    }
    AsyncProfiler profiler = new NativeLibrary(folder, LocalJvm.current().systemProperties()).load();
    profiler.execute(command.replaceAll(",file=.*", ",file=" + folder.resolve("alone.jfr")));
    return () -> profiler.execute("stop");
  }

  private static Stop jfr(String name) throws Exception {
    Recording recording = new Recording(Configuration.getConfiguration(name));
    recording.start();
    return recording::close;
  }

  /** Operations per CPU second. */
  private static double window() {
    com.sun.management.OperatingSystemMXBean os =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = os.getProcessCpuTime();
    long operations = done.sum();
    pause(WINDOW_MILLIS);
    return (done.sum() - operations) * 1e9 / Math.max(1, os.getProcessCpuTime() - cpu);
  }

  /** Mean without the largest and smallest tenth, and the standard error of what is left. */
  private static void print(String name, List<Double> all) {
    double[] sorted = all.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] kept = Arrays.copyOfRange(sorted, sorted.length / 10, sorted.length - sorted.length / 10);
    double mean = Arrays.stream(kept).average().orElse(0);
    double square = Arrays.stream(kept).map(ratio -> (ratio - mean) * (ratio - mean)).sum();
    double error = Math.sqrt(square / Math.max(1, kept.length - 1) / kept.length);
    System.out.printf("%-36s %.4f +- %.4f (%d pairs)%n", name, mean, error, all.size());
  }

  private static void work(long seed) {
    long x = seed;
    while (true) {
      x = compute(x, 6);
      List<String> strings = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        strings.add(Long.toString(x + i));
      }
      kept = strings;
      kept = new byte[512 + (int) (x & 4095)];
      if ((x & 63) == 0) {
        synchronized (monitor) {
          x = compute(x, 4);
        }
      } else if ((x & 63) == 1) {
        lock.lock();
        try {
          x = compute(x, 4);
        } finally {
          lock.unlock();
        }
      }
      done.increment();
      x ^= ThreadLocalRandom.current().nextLong();
    }
  }

  private static long compute(long seed, int depth) {
    long x = seed | 1;
    x ^= x << 13;
    x ^= x >>> 7;
    x ^= x << 17;
    return depth == 0 ? x : compute(x, depth - 1) ^ compute(x + depth, depth - 1);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
