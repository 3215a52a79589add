package dev.jflare.cli.demo;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Two locks that several threads fight for, one of each kind a JVM has: a monitor and a
 * java.util.concurrent one. Held while the shop waits for its slow storage, which costs no CPU.
 */
final class Inventory {
  private final ReentrantLock dock = new ReentrantLock();
  private int reserved;
  private int shipped;

  /** Contention on a monitor. */
  synchronized void reserve() {
    reserved++;
    writeToSlowStorage();
  }

  /** Contention on a ReentrantLock. */
  void ship() {
    dock.lock();
    try {
      shipped++;
      writeToSlowStorage();
    } finally {
      dock.unlock();
    }
  }

  /** How much has passed through either lock. */
  synchronized int moved() {
    dock.lock();
    try {
      return reserved + shipped;
    } finally {
      dock.unlock();
    }
  }

  private static void writeToSlowStorage() {
    Daemon.pause(3);
  }
}
