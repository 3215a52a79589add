package dev.jflare.profile;

import dev.jflare.jvm.OwnThreads;

/** Whether this JVM runs virtual threads, which a loaded async-profiler slows on Java 21 to 23. */
final class VirtualThreads {
  private static final String CARRIER = "jdk.internal.misc.CarrierThread";

  private VirtualThreads() {}

  /**
   * Refuses async-profiler where it would cost virtual threads a third of their speed for as long
   * as the process lives (measured with JDK 21, reference profiles 3.6).
   */
  static void requireNone(Engine engine, JavaBuild build) throws RefusedException {
    boolean concerned = build.feature() <= 23;
    if (engine == Engine.AUTO && concerned && inUse(build)) {
      throw new RefusedException(
          "virtual threads are in use, and on Java 21 to 23 async-profiler would slow them for good");
    }
  }

  /** Looks for a thread that carries virtual ones, without stopping the program. */
  static boolean inUse(JavaBuild build) {
    return build.feature() >= 21 && carrierIsAlive();
  }

  /** As {@link #inUse}, on any version. */
  static boolean carrierIsAlive() {
    return OwnThreads.alive().stream()
        .anyMatch(thread -> thread.getClass().getName().equals(CARRIER));
  }
}
