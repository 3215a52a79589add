package dev.jflare.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** One JFR recording of our own, driven through the JDK's MXBean, next to whatever else records. */
final class JdkSession {
  /** Oldest data goes first when a recording outgrows this. */
  private static final String MAX_BYTES = Long.toString(64L << 20);

  private final FlightRecorderMXBean recorder;
  private final long id;
  private final List<String> eventTypes;
  private final SessionFacts facts;
  private final JfrRepository repository;

  private JdkSession(
      FlightRecorderMXBean recorder,
      long id,
      List<String> eventTypes,
      JfrRepository repository,
      SessionFacts facts) {
    this.repository = repository;
    this.recorder = recorder;
    this.id = id;
    this.eventTypes = eventTypes;
    this.facts = facts;
  }

  /**
   * Starts a recording of the given profiles. The first one in a JVM takes about a second and
   * leaves JFR's threads behind until the JVM ends.
   *
   * @throws RefusedException when this JVM has no JFR, or no management of it
   */
  static JdkSession start(MBeanServer server, JdkSettings settings, SessionFacts facts)
      throws RefusedException {
    try {
      ObjectName name = new ObjectName("jdk.management.jfr:type=FlightRecorder");
      JfrRepository repository = JfrRepository.asItIs();
      List<String> eventTypes = eventTypes(server, name);
      FlightRecorderMXBean recorder = JMX.newMXBeanProxy(server, name, FlightRecorderMXBean.class);
      long id = recorder.newRecording();
      JdkSession session = new JdkSession(recorder, id, eventTypes, repository, facts);
      session.begin(settings);
      return session;
    } catch (InstanceNotFoundException e) {
      throw new RefusedException("this JVM has no JFR to manage", e);
    } catch (JMException | RuntimeException e) {
      throw new RefusedException("JFR does not start: " + e, e);
    }
  }

  private void begin(JdkSettings settings) {
    try {
      Map<String, String> options = new HashMap<>();
      options.put("name", "jflare");
      options.put("maxSize", MAX_BYTES);
      options.put("dumpOnExit", "false");
      recorder.setRecordingOptions(id, options);
      use(settings);
      facts.timed("jfr-start", () -> recorder.startRecording(id));
    } catch (IOException | RuntimeException e) {
      close();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Changes what is recorded from now on. */
  void use(JdkSettings settings) {
    recorder.setRecordingSettings(id, settings.without(eventTypes).asMap());
    facts.put(Fact.JFR_EVENTS, String.join(",", settings.events()));
    facts.put(Fact.JFR_THRESHOLD, settings.thresholdNanos());
  }

  /**
   * Copies what is recorded, up to now and as far back as it is kept, and goes on recording.
   *
   * @return false when it cannot
   */
  boolean copy(Path file) {
    try {
      facts.timed("jfr-copy", () -> recorder.copyTo(id, file.toAbsolutePath().toString()));
      return true;
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be read: " + e);
      return false;
    }
  }

  /** Keeps only what was recorded of late, for a recording without an end. */
  void keepOnly(Duration time) {
    recorder.setRecordingOptions(id, Collections.singletonMap("maxAge", time.getSeconds() + " s"));
  }

  /** Ends the recording and leaves it in a file; whatever happens, it is closed. */
  void stop(Path file) {
    try {
      facts.timed("jfr-stop", () -> recorder.stopRecording(id));
      copy(file);
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be stopped: " + e);
    } finally {
      close();
    }
  }

  private void close() {
    try {
      recorder.closeRecording(id);
      repository.restore();
    } catch (RuntimeException e) {
      facts.refusal("the JFR recording cannot be closed: " + e);
    }
  }

  private static List<String> eventTypes(MBeanServer server, ObjectName recorder)
      throws JMException {
    List<String> names = new ArrayList<>();
    for (CompositeData type : (CompositeData[]) server.getAttribute(recorder, "EventTypes")) {
      names.add((String) type.get("name"));
    }
    return names;
  }
}
