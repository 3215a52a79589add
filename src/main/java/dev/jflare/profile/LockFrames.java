package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import java.util.List;

/** Tells the inside of a lock from the code that waits for it. */
final class LockFrames {
  /** How a stack begins when a thread parks, with and without virtual threads. */
  private static final String[] PARKING = {
    "jdk.internal.misc.Unsafe.",
    "sun.misc.Unsafe.",
    "java.lang.VirtualThread.",
    "java.lang.System$",
    "jdk.internal.misc.VirtualThreads.",
    "java.util.concurrent.locks.LockSupport."
  };

  /** Dropped from the top of a waiting stack, as Go drops its runtime's frames. */
  private static final String[] INSIDE = {
    "java.util.concurrent.locks.",
    "java.util.concurrent.ForkJoinPool.managedBlock",
    "java.util.concurrent.ForkJoinPool.unmanagedBlock",
    "java.lang.Object.wait"
  };

  /** Synchronizers of the JDK that are a lock; a latch waits for an event instead. */
  private static final String[] SYNCHRONIZERS = {"$NonfairSync", "$FairSync", "$Sync"};

  private LockFrames() {}

  static List<Frame> trim(List<Frame> leafFirst) {
    int skip = 0;
    while (skip < leafFirst.size() - 1 && isInside(leafFirst.get(skip).function())) {
      skip++;
    }
    return leafFirst.subList(skip, leafFirst.size());
  }

  /** Whether the thread parked, or else waited at a {@code synchronized}. */
  static boolean parked(Stack stack) {
    return !stack.frames().isEmpty() && startsWith(stack.frames().get(0).function(), PARKING);
  }

  /**
   * Whether parking on this counts as contention.
   *
   * @param className dotted name of the object's class, empty when unknown
   */
  static boolean isLock(String className) {
    if (className.startsWith("java.util.concurrent.CountDownLatch")) {
      return false;
    }
    for (String synchronizer : SYNCHRONIZERS) {
      if (className.endsWith(synchronizer)) {
        return true;
      }
    }
    return className.equals("java.util.concurrent.locks.StampedLock");
  }

  private static boolean isInside(String function) {
    return startsWith(function, PARKING) || startsWith(function, INSIDE);
  }

  private static boolean startsWith(String text, String[] prefixes) {
    for (String prefix : prefixes) {
      if (text.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
