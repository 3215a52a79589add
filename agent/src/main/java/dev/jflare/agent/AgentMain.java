package dev.jflare.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;

/**
 * The entry that the JVM calls. Returns within milliseconds, because the Attach Listener and the
 * host's start wait for it; never throws, because the JVM would print it on the host's stderr. No
 * lambdas here: early in the start of some Java 8 builds they crash the JVM (JDK-8076110 and its
 * kin).
 */
public final class AgentMain {
  private AgentMain() {}

  /**
   * Loaded into a running JVM.
   *
   * @param requestFile the request in the exchange folder
   */
  public static void agentmain(String requestFile, Instrumentation instrumentation) {
    try {
      new AttachedRun(new File(requestFile), instrumentation).start();
    } catch (Throwable neverIntoTheHost) {
      // without a valid request nothing must happen; with one the command line sees that no
      // progress comes
    }
  }

  /**
   * Started with the JVM.
   *
   * @param options {@code key=value,...} or {@code @file.yaml}; null when there are none
   */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      ResidentAgent.of(options == null ? "" : options, AgentJar.own(), instrumentation).start();
    } catch (Throwable neverIntoTheHost) {
      Complaint.print("cannot start: " + neverIntoTheHost);
    }
  }
}
