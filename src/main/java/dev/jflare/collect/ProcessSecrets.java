package dev.jflare.collect;

import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.scrub.Scrubber;
import java.io.IOException;

/**
 * Teaches a scrubber the secret values of a JVM before anything is collected, whatever collectors
 * are asked for: its password may be in the name of a thread.
 */
public final class ProcessSecrets {
  private ProcessSecrets() {}

  /** What can be seen from outside: environment and command line. */
  public static void learn(ProcessView process, Scrubber scrubber) {
    try {
      scrubber.learn(process.commandLine());
      scrubber.learn(process.environment());
    } catch (IOException notOurs) {
      // what cannot be read is not collected either; that collector says so
    }
  }

  /** What the JVM itself knows: properties, also those set by the program, and its arguments. */
  public static void learn(Jvm jvm, Scrubber scrubber) {
    scrubber.learn(jvm.systemProperties());
    scrubber.learn(jvm.inputArguments());
  }
}
