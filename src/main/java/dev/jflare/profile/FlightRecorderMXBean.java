package dev.jflare.profile;

import java.util.Map;

/**
 * The part of {@code jdk.management.jfr.FlightRecorderMXBean} that we call. Our own, so that
 * neither the compiler nor a reduced JVM needs the module; it must be public and its name must end
 * like this for JMX to make a proxy of it.
 */
public interface FlightRecorderMXBean {
  long newRecording();

  void setRecordingOptions(long id, Map<String, String> options);

  void setRecordingSettings(long id, Map<String, String> settings);

  void startRecording(long id);

  boolean stopRecording(long id);

  void copyTo(long id, String file);

  void closeRecording(long id);
}
