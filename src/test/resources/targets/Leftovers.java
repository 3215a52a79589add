import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;

/** What a guest could leave behind in this JVM: descriptors, threads, system properties. */
final class Leftovers {
  private final Set<String> descriptors = new TreeSet<>();
  private final Set<String> threads = new TreeSet<>();
  private final Set<String> properties = new TreeSet<>();

  Leftovers() throws IOException {
    ManagementFactory.getPlatformMBeanServer(); // has threads of its own on some versions
    File[] links = new File("/proc/self/fd").listFiles();
    for (File link : links == null ? new File[0] : links) {
      try {
        descriptors.add(Files.readSymbolicLink(link.toPath()).toString());
      } catch (IOException closed) {
        // was the one that listed the folder
      }
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      threads.add(thread.getName());
    }
    properties.addAll(System.getProperties().stringPropertyNames());
  }

  void printNew(Leftovers later) {
    later.descriptors.removeAll(descriptors);
    later.threads.removeAll(threads);
    later.properties.removeAll(properties);
    System.out.println("new descriptors: " + later.descriptors);
    System.out.println("new threads: " + later.threads);
    System.out.println("new properties: " + later.properties);
  }
}
