package dev.jflare.jvm;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The JVM this code runs in. Touches JMX only when asked, because the first call creates the
 * platform MBean server of the host. A JVM without the module java.management, or without the
 * DiagnosticCommand MBean, has no commands and says why.
 */
public final class LocalJvm implements Jvm {
  private final ProcessView self;
  private final int feature;

  private LocalJvm(ProcessView self, int feature) {
    this.self = self;
    this.feature = feature;
  }

  /** The running JVM. */
  public static LocalJvm current() {
    String version = System.getProperty("java.specification.version", "0");
    return new LocalJvm(ProcessView.self(), JavaVersion.feature(version));
  }

  @Override
  public long pid() {
    return self.pid();
  }

  @Override
  public int feature() {
    return feature;
  }

  /** The name that its profiles go by; see {@link ServiceName}. */
  public String service() {
    return ServiceName.of(System.getenv(), systemProperties());
  }

  @Override
  public List<String> commands() {
    try {
      return new ArrayList<>(Management.operations().keySet());
    } catch (IOException | LinkageError unavailable) {
      return new ArrayList<>(); // command() says why
    }
  }

  @Override
  public String command(String command, String... arguments) throws IOException {
    try {
      return Management.command(command, arguments);
    } catch (LinkageError e) {
      throw new IOException("no " + command + ": this JVM has no module java.management", e);
    }
  }

  @Override
  public Map<String, String> systemProperties() {
    Properties properties = System.getProperties();
    Map<String, String> copy = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      if (value != null) { // removed in between
        copy.put(name, value);
      }
    }
    return copy;
  }

  @Override
  public List<String> inputArguments() {
    try {
      return Management.inputArguments();
    } catch (LinkageError noManagement) {
      return fromCommandLine();
    }
  }

  @Override
  public Duration uptime() {
    try {
      return Duration.ofMillis(Management.uptimeMillis());
    } catch (LinkageError noManagement) {
      return self.uptime().orElse(Duration.ZERO);
    }
  }

  @Override
  public long processCpuNanos() {
    try {
      return Management.processCpuNanos();
    } catch (LinkageError noManagement) {
      return -1;
    }
  }

  private List<String> fromCommandLine() {
    try {
      return CommandLine.of(self).jvmOptions();
    } catch (IOException noProc) {
      return Collections.emptyList();
    }
  }
}
