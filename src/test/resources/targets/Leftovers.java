import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;

/** What a guest could leave behind in this JVM: descriptors, threads, system properties, temporary files. */
final class Leftovers {
  private final Set<String> descriptors = new TreeSet<>();
  private final Set<String> threads = new TreeSet<>();
  private final Set<String> properties = new TreeSet<>();
  private final Set<String> files = new TreeSet<>();

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
    String pid = ManagementFactory.getRuntimeMXBean().getName().replaceAll("@.*", "");
    String[] temporary = new File(System.getProperty("java.io.tmpdir")).list();
    for (String name : temporary == null ? new String[0] : temporary) {
      if (name.contains("_" + pid)) { // others use this folder at the same time
        files.add(name);
      }
    }
    properties.addAll(System.getProperties().stringPropertyNames());
  }

  void printNew(Leftovers later) {
    later.descriptors.removeAll(descriptors);
    later.threads.removeAll(threads);
    later.properties.removeAll(properties);
    later.files.removeAll(files);
    System.out.println("new files: " + later.files);
    System.out.println("new descriptors: " + later.descriptors);
    System.out.println("new threads: " + later.threads);
    System.out.println("new properties: " + later.properties);
  }
}
