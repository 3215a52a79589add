package dev.jflare.jvm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The narrow door to the JVM that evidence is collected of. Seen from inside by {@code LocalJvm}; a
 * test brings a fake.
 */
public interface Jvm {
  long pid();

  /** The major Java version: 8, 11, 17, ... */
  int feature();

  /**
   * Names of the diagnostic commands this JVM offers over JMX, as jcmd spells them: {@code
   * Thread.print}.
   */
  List<String> commands();

  /**
   * Runs a diagnostic command, as jcmd would, through the DiagnosticCommand MBean.
   *
   * @param command as jcmd spells it, {@code GC.class_histogram}
   * @throws IOException when the command does not exist, refuses or fails; the message names it
   */
  String command(String command, String... arguments) throws IOException;

  /**
   * The same for a command that stops the JVM for as long as it takes, which grows with the heap,
   * the threads or the classes. Collectors mark them so; a metered JVM refuses them at some point.
   */
  default String costlyCommand(String command, String... arguments) throws IOException {
    return command(command, arguments);
  }

  Map<String, String> systemProperties();

  /** Its environment; of ours unless it is another process. */
  default Map<String, String> environment() {
    return System.getenv();
  }

  /** Whether it is the JVM that this code runs in, and the platform's own API tells of it. */
  default boolean isThisOne() {
    return true;
  }

  /** The arguments given to the JVM itself, without the main class and its arguments. */
  List<String> inputArguments();

  Duration uptime();

  /** CPU time this process has used, in nanoseconds; -1 when the JVM does not say. */
  long processCpuNanos();
}
