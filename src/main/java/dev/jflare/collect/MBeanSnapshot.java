package dev.jflare.collect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.jflare.archive.Evidence;
import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The attributes of all MBeans. Attributes of the program may hang, throw or be huge: they are read
 * on a thread of its own, the JVM's own MBeans first, and what was read before one hangs is kept.
 */
final class MBeanSnapshot implements Collector {
  private static final String PATH = "jvm/mbeans.json";
  static final int BEANS = 2000;
  private static final long MARGIN_MILLIS = 500;
  private static final int TOTAL_CHARACTERS = 8 * 1024 * 1024;

  /**
   * Never read: DiagnosticCommand has no attributes worth it; reading FlightRecorder starts JFR,
   * reading Logging makes the log manager, reading VirtualThreadScheduler (24 and later) starts
   * VirtualThread-unblocker for good; dev.jflare is us.
   */
  private static final Set<String> SKIPPED =
      new HashSet<>(
          Arrays.asList(
              "com.sun.management:type=DiagnosticCommand",
              "jdk.management.jfr:type=FlightRecorder",
              "java.util.logging:type=Logging",
              "jdk.management:type=VirtualThreadScheduler"));

  private static final List<String> JDK_DOMAINS =
      Arrays.asList("java.lang", "java.nio", "com.sun.management");

  private final @Nullable MBeanServer given;

  /** Of the platform's MBean server, which is made when it is first asked for. */
  MBeanSnapshot() {
    given = null;
  }

  MBeanSnapshot(MBeanServer server) {
    given = server;
  }

  @Override
  public String id() {
    return "mbeans";
  }

  @Override
  public String about() {
    return "attributes of all MBeans";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    try {
      read(evidence, deadline, given == null ? ManagementFactory.getPlatformMBeanServer() : given);
    } catch (LinkageError noManagement) {
      throw new SkippedException("this JVM has no module java.management");
    }
  }

  private static void read(Evidence evidence, Deadline deadline, MBeanServer beans)
      throws IOException, InterruptedException {
    List<ObjectName> names = names(beans);
    Reading reading = new Reading(beans, names.subList(0, Math.min(BEANS, names.size())));
    reading.run(deadline);
    evidence.text(PATH, reading.text());
    evidence.note("mbeans", reading.read() + " of " + names.size());
    if (reading.read() < names.size()) {
      evidence.gap(PATH, "not complete: " + reading.whyNotAll());
    }
  }

  private static List<ObjectName> names(MBeanServer beans) {
    List<ObjectName> names = new ArrayList<>(beans.queryNames(null, null));
    names.removeIf(
        name -> SKIPPED.contains(name.toString()) || name.getDomain().equals("dev.jflare"));
    names.sort(
        Comparator.comparing((ObjectName name) -> !JDK_DOMAINS.contains(name.getDomain()))
            .thenComparing(ObjectName::getCanonicalName));
    return names;
  }

  /** One pass over the MBeans on a daemon thread. */
  private static final class Reading {
    private final MBeanServer beans;
    private final List<ObjectName> names;
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger read = new AtomicInteger();
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicInteger characters = new AtomicInteger();
    private volatile String failure = "";
    private volatile boolean stopped;

    Reading(MBeanServer beans, List<ObjectName> names) {
      this.beans = beans;
      this.names = names;
    }

    void run(Deadline deadline) throws InterruptedException {
      Thread reader = new Thread(this::readAll, "jflare-mbeans");
      reader.setDaemon(true);
      reader.start();
      try {
        long limit = Math.max(1, deadline.remainingMillis() - MARGIN_MILLIS);
        done.await(limit, TimeUnit.MILLISECONDS);
      } finally {
        stopped = true;
        reader.interrupt(); // at its end already, or hanging in an attribute
      }
    }

    int read() {
      return read.get();
    }

    String whyNotAll() {
      int next = read.get();
      if (!failure.isEmpty()) {
        return failure;
      }
      if (characters.get() >= TOTAL_CHARACTERS || next >= names.size()) {
        return "more than fits";
      }
      return "no answer in time from " + names.get(next);
    }

    String text() {
      return "{\n" + String.join(",\n", texts) + "\n}\n";
    }

    private void readAll() {
      try {
        for (ObjectName name : names) {
          if (characters.get() >= TOTAL_CHARACTERS) {
            return;
          }
          String text = one(name);
          if (stopped) {
            return; // an interrupted attribute looks like one that failed
          }
          texts.add(text);
          characters.addAndGet(text.length());
          read.incrementAndGet();
        }
      } catch (IOException | RuntimeException e) {
        failure = e.toString(); // never up to the host's handler of uncaught exceptions
      } finally {
        done.countDown();
      }
    }

    /** {@code "name": { ... }}, a member of the object that the file is. */
    private String one(ObjectName name) throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        json.writeStartObject();
        for (MBeanAttributeInfo attribute : attributes(name)) {
          if (attribute.isReadable()) {
            json.writeFieldName(attribute.getName());
            json.writeRawValue(value(name, attribute.getName()));
          }
        }
        json.writeEndObject();
      }
      return quoted(name.getCanonicalName()) + ": " + text;
    }

    private MBeanAttributeInfo[] attributes(ObjectName name) {
      try {
        return beans.getMBeanInfo(name).getAttributes();
      } catch (JMException | RuntimeException | LinkageError gone) {
        return new MBeanAttributeInfo[0];
      }
    }

    /** Written apart, so that a value that fails half way leaves no half of it. */
    private String value(ObjectName name, String attribute) throws IOException {
      StringWriter text = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
        new MBeanJson(json).write(beans.getAttribute(name, attribute));
      } catch (JMException | RuntimeException | LinkageError | StackOverflowError e) {
        return quoted("(" + reason(e) + ")");
      }
      return text.toString();
    }

    private static String reason(Throwable thrown) {
      Throwable root = thrown;
      for (int depth = 0; root.getCause() != null && depth < 10; depth++) {
        root = root.getCause();
      }
      return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    private static String quoted(String text) throws IOException {
      StringWriter quoted = new StringWriter();
      try (JsonGenerator json = new JsonFactory().createGenerator(quoted)) {
        json.writeString(text);
      }
      return quoted.toString();
    }
  }
}
