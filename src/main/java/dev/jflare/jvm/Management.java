package dev.jflare.jvm;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.Descriptor;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What LocalJvm asks of the module java.management. A class of its own, because in a JVM without
 * the module it cannot even be linked: whoever calls must be ready for a LinkageError.
 */
final class Management {
  private static final String DIAGNOSTIC_COMMAND = "com.sun.management:type=DiagnosticCommand";
  private static final String[] SIGNATURE = {String[].class.getName()};

  private Management() {}

  static List<String> inputArguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  static long uptimeMillis() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
  }

  /** By name: the interface com.sun.management.OperatingSystemMXBean is not in every JVM. */
  static long processCpuNanos() {
    try {
      ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object nanos = server().getAttribute(system, "ProcessCpuTime");
      return nanos instanceof Long ? (Long) nanos : -1;
    } catch (JMException | RuntimeException notHere) {
      return -1;
    }
  }

  static String command(String command, String[] arguments) throws IOException {
    MBeanOperationInfo operation = operations().get(command);
    if (operation == null) {
      throw new IOException("this JVM has no command " + command);
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

  /** Operations of the DiagnosticCommand MBean by their jcmd name, sorted. */
  static Map<String, MBeanOperationInfo> operations() throws IOException {
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

  private static MBeanServer server() {
    return ManagementFactory.getPlatformMBeanServer();
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
