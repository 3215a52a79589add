package dev.jflare.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** A way to JFR in this JVM, for one recording. Failures of JMX come as runtime exceptions. */
interface JdkRecorder {
  /** Oldest data goes first when a recording outgrows this. */
  long MAX_BYTES = 64L << 20;

  /** Names of the event types that this JVM knows, the program's own among them. */
  Collection<String> eventTypes();

  /**
   * @param settings {@code event#setting} to value
   */
  void start(Map<String, String> settings) throws IOException;

  /** Records by other settings from now on; what was recorded may be lost. */
  void change(Map<String, String> settings) throws IOException;

  /** Forgets what is older, for a recording without an end. */
  void keepOnly(Duration time) throws IOException;

  /** Ends the recording, of which {@link #copyTo} is then to be called once. */
  void stop() throws IOException;

  /** Writes what was recorded up to now, whether it has ended or goes on. */
  void copyTo(Path file) throws IOException;

  /** Gives everything back, whatever state it is in. */
  void close() throws IOException;

  /** For the manifest. */
  String describe();
}
