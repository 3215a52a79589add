package dev.jflare.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.management.MBeanServer;

/**
 * One JFR recording of our own, next to whatever else records. Driven through the JDK's MBeans, of
 * which a reduced JVM may lack the better one.
 */
final class JdkSession {
  private final JdkRecorder recorder;
  private final SessionFacts facts;
  private final JfrRepository repository;

  private JdkSession(JdkRecorder recorder, JfrRepository repository, SessionFacts facts) {
    this.recorder = recorder;
    this.repository = repository;
    this.facts = facts;
  }

  /**
   * Starts a recording of the given profiles. The first one in a JVM takes about a second and
   * leaves JFR's threads behind until the JVM ends.
   *
   * @param folder a private folder for files that JFR is told things with
   * @throws RefusedException when this JVM has no JFR, or no management of it
   */
  static JdkSession start(MBeanServer server, JdkSettings settings, Path folder, SessionFacts facts)
      throws RefusedException {
    JfrRepository repository = JfrRepository.asItIs();
    JdkRecorder recorder = recorder(server, folder, facts);
    JdkSession session = new JdkSession(recorder, repository, facts);
    try {
      settings.without(recorder.eventTypes());
      facts.timed("jfr-start", () -> recorder.start(settings.asMap()));
      session.describe(settings);
      return session;
    } catch (IOException | RuntimeException e) {
      session.close();
      throw new RefusedException("JFR does not start: " + e.getMessage(), e);
    }
  }

  private static JdkRecorder recorder(MBeanServer server, Path folder, SessionFacts facts)
      throws RefusedException {
    try {
      return ManagedRecorder.of(server);
    } catch (RefusedException notManaged) {
      facts.refusal(String.valueOf(notManaged.getMessage()));
      return CommandedRecorder.of(server, folder);
    }
  }

  /** Whether this JVM has events of this type. */
  boolean knows(String eventType) {
    return recorder.eventTypes().contains(eventType);
  }

  /** Changes what is recorded from now on. */
  void use(JdkSettings settings) {
    try {
      recorder.change(settings.without(recorder.eventTypes()).asMap());
    } catch (IOException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    describe(settings);
  }

  private void describe(JdkSettings settings) {
    facts.put(Fact.JFR_THROUGH, recorder.describe());
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
      facts.timed("jfr-copy", () -> recorder.copyTo(file.toAbsolutePath()));
      return true;
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be written: " + e);
      return false;
    }
  }

  /** Keeps only what was recorded of late, for a recording without an end. */
  void keepOnly(Duration time) {
    try {
      recorder.keepOnly(time);
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be kept short: " + e);
    }
  }

  /** Ends the recording and leaves it in a file; whatever happens, it is closed. */
  void stop(Path file) {
    try {
      facts.timed("jfr-stop", recorder::stop);
      copy(file);
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be stopped: " + e);
    } finally {
      close();
    }
  }

  private void close() {
    try {
      recorder.close();
      repository.restore();
    } catch (IOException | RuntimeException e) {
      facts.refusal("the JFR recording cannot be closed: " + e);
    }
  }
}
