package dev.jflare.cli.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** The shop's threads. They run until the program ends. */
final class Daemon {
  private Daemon() {}

  /** What a thread does over and over. */
  interface Work {
    void run() throws InterruptedException;
  }

  static void start(String name, Work work) {
    Thread thread = new Thread(() -> untilInterrupted(work), name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Repeats the work with a pause after each round; counts down after the first. */
  static void repeat(String name, long pauseMillis, CountDownLatch first, Work work) {
    start(
        name,
        () -> {
          while (true) {
            work.run();
            first.countDown();
            pause(pauseMillis);
          }
        });
  }

  static void pause(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  private static void untilInterrupted(Work work) {
    try {
      work.run();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
