package dev.jflare.profile;

import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * What a file of {@link CrashSentinel} says: which process did what with which library, and when.
 */
final class Sighting {
  private static final String LIBRARY = "library";
  private static final String PID = "pid";
  private static final String STARTED = "started";
  private static final String NAMESPACE = "namespace";
  private static final String AT = "at";
  private static final String UNTIL = "until";
  private static final String PHASE = "phase";

  private final Properties values;
  private final Duration longest;

  private Sighting(Properties values, Duration longest) {
    this.values = values;
    this.longest = longest;
  }

  static Sighting now(ProcessView self, String library, Duration longest) {
    long now = System.currentTimeMillis();
    Properties values = new Properties();
    values.setProperty(LIBRARY, library);
    values.setProperty(PID, Long.toString(self.pid()));
    values.setProperty(STARTED, Long.toString(self.startTicks().orElse(-1)));
    values.setProperty(NAMESPACE, self.namespace("pid").orElse(""));
    values.setProperty(AT, Long.toString(now));
    return new Sighting(values, longest);
  }

  /** What a file says, or null when it is damaged: then it tells of nothing. */
  static @Nullable Sighting read(Path file) throws IOException {
    Properties values = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      values.load(in);
    } catch (IllegalArgumentException damaged) {
      return null;
    }
    return values.containsKey(PHASE) ? new Sighting(values, Duration.ZERO) : null;
  }

  /** The text of a file. */
  byte[] during(String phase) throws IOException {
    Properties all = new Properties();
    all.putAll(values);
    all.setProperty(PHASE, phase);
    all.setProperty(UNTIL, Long.toString(System.currentTimeMillis() + longest.toMillis()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    all.store(bytes, "async-profiler is at work in this process; left behind, this means a crash");
    return bytes.toByteArray();
  }

  /** Too old to count, or of another library, which need not crash where this one did. */
  boolean isOutdated(Sighting now) {
    return !text(LIBRARY).equals(now.text(LIBRARY))
        || time(AT).plus(CrashSentinel.LASTS).isBefore(now.time(AT));
  }

  /** Whether the process is still there, or may be where we cannot see it. */
  boolean isAlive(ProcessView self) {
    if (!text(NAMESPACE).equals(self.namespace("pid").orElse(""))) {
      return Instant.now().isBefore(time(UNTIL));
    }
    ProcessView process = ProcessView.of(number(PID));
    long ticks = process.startTicks().orElse(-1);
    return ticks >= 0 && ticks == number(STARTED) && !isZombie(process);
  }

  /** For a sentence about the program. */
  String describe() {
    return "process " + number(PID) + ", ended while it was " + text(PHASE) + ", " + time(AT);
  }

  private static boolean isZombie(ProcessView process) {
    try {
      return process.status().zombie();
    } catch (IOException gone) {
      return true;
    }
  }

  private String text(String name) {
    return values.getProperty(name, "");
  }

  private Instant time(String name) {
    return Instant.ofEpochMilli(number(name));
  }

  private long number(String name) {
    try {
      return Long.parseLong(text(name));
    } catch (NumberFormatException damaged) {
      return 0; // long ago, no such process: it counts as outdated
    }
  }
}
