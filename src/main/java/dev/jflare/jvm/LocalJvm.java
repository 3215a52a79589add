package dev.jflare.jvm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import javax.management.Descriptor;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The JVM this code runs in. Touches JMX only when asked, because the first call creates the
 * platform MBean server of the host. A JVM without the module java.management, or without the
 * DiagnosticCommand MBean (OpenJ9 before 0.19, for example), has no commands and says why.
 */
public final class LocalJvm implements Jvm {
  private static final String DIAGNOSTIC_COMMAND = "com.sun.management:type=DiagnosticCommand";
  private static final String[] SIGNATURE = {String[].class.getName()};

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

  @Override
  public List<String> commands() {
    try {
      return new ArrayList<>(operations().keySet());
    } catch (IOException unavailable) {
      return new ArrayList<>(); // command() says why
    }
  }

  @Override
  public String command(String command, String... arguments) throws IOException {
    MBeanOperationInfo operation = operations().get(command);
    if (operation == null) {
      throw new IOException("this JVM (Java " + feature + ") has no command " + command);
    }
    boolean takesArguments = operation.getSignature().length > 0;
    if (!takesArguments && arguments.length > 0) {
      throw new IOException(command + " takes no arguments, got " + arguments.length);
    }
    Object[] values = takesArguments ? new Object[] {arguments.clone()} : new Object[0];
    String[] signature = takesArguments ? SIGNATURE : new String[0];
    try {
      Object answer = server().invoke(diagnosticCommand(), operation.getName(), values, signature);
      return answer == null ? "" : answer.toString();
    } catch (JMException | RuntimeException e) {
      throw new IOException(command + " failed: " + rootMessage(e), e);
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
      return ManagementFactory.getRuntimeMXBean().getInputArguments();
    } catch (LinkageError noManagement) {
      return Collections.emptyList();
    }
  }

  @Override
  public Duration uptime() {
    try {
      return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    } catch (LinkageError noManagement) {
      return self.uptime().orElse(Duration.ZERO);
    }
  }

  @Override
  public long processCpuNanos() {
    try {
      // By name: the interface com.sun.management.OperatingSystemMXBean is not in every JVM.
      ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object nanos = server().getAttribute(system, "ProcessCpuTime");
      return nanos instanceof Long ? (Long) nanos : -1;
    } catch (JMException | IOException | RuntimeException notHere) {
      return -1;
    }
  }

  /** Operations of the DiagnosticCommand MBean by their jcmd name, sorted. */
  private static Map<String, MBeanOperationInfo> operations() throws IOException {
    try {
      Map<String, MBeanOperationInfo> operations = new TreeMap<>();
      for (MBeanOperationInfo operation :
          server().getMBeanInfo(diagnosticCommand()).getOperations()) {
        Descriptor descriptor = operation.getDescriptor();
        Object name = descriptor.getFieldValue("dcmd.name");
        Object enabled = descriptor.getFieldValue("dcmd.enabled");
        if (name instanceof String && !"false".equals(String.valueOf(enabled))) {
          operations.put((String) name, operation);
        }
      }
      return operations;
    } catch (JMException | RuntimeException e) {
      throw new IOException("no diagnostic commands in this JVM: " + rootMessage(e), e);
    }
  }

  private static ObjectName diagnosticCommand() throws JMException {
    return new ObjectName(DIAGNOSTIC_COMMAND);
  }

  private static MBeanServer server() throws IOException {
    try {
      return ManagementFactory.getPlatformMBeanServer();
    } catch (LinkageError noManagement) {
      throw new IOException("this JVM has no module java.management", noManagement);
    }
  }

  /** JMX wraps what went wrong several times; the innermost message is the one that helps. */
  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }
}
