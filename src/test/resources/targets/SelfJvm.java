import dev.jflare.jvm.Jvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The JVM that the driver runs in. */
class SelfJvm implements Jvm {
  @Override public long pid() {
    return Long.parseLong(ManagementFactory.getRuntimeMXBean().getName().split("@")[0]);
  }

  @Override public int feature() {
    String version = System.getProperty("java.specification.version");
    return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
  }

  @Override public List<String> commands() {
    return Collections.emptyList();
  }

  @Override public String command(String command, String... arguments) throws IOException {
    throw new IOException("no commands here");
  }

  @Override public Map<String, String> systemProperties() {
    Map<String, String> all = new HashMap<>();
    for (String name : System.getProperties().stringPropertyNames()) {
      all.put(name, System.getProperty(name));
    }
    return all;
  }

  @Override public List<String> inputArguments() {
    return Collections.emptyList();
  }

  @Override public Duration uptime() {
    return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  @Override public long processCpuNanos() {
    try {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    } catch (LinkageError reducedImage) {
      return -1;
    }
  }
}
