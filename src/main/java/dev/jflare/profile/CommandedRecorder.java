package dev.jflare.profile;

import dev.jflare.lang.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * JFR through the diagnostic commands that jcmd uses too, for images that jlink made without
 * jdk.management.jfr. Settings go in a file, because inside the command they are refused on 11 and
 * ignored on 17 and later (reference profiles 4), and cannot be changed: a change is a new
 * recording.
 */
final class CommandedRecorder implements JdkRecorder {
  private static final String[] STRINGS = {String[].class.getName()};

  private final MBeanServer server;
  private final ObjectName commands;
  private final Path folder;
  private final Collection<String> eventTypes;
  private final String name = "jflare-" + Long.toString(System.nanoTime(), 36);
  private boolean running;
  private boolean ended;
  private String last = "";

  private CommandedRecorder(
      MBeanServer server, ObjectName commands, Path folder, Collection<String> eventTypes) {
    this.server = server;
    this.commands = commands;
    this.folder = folder;
    this.eventTypes = eventTypes;
  }

  /**
   * @throws RefusedException when this JVM has no such commands, or no JFR behind them
   */
  static CommandedRecorder of(MBeanServer server, Path folder) throws RefusedException {
    try {
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      if (!server.isRegistered(commands)) {
        throw new RefusedException("this JVM has no diagnostic commands either (jdk.management)");
      }
      return new CommandedRecorder(server, commands, folder, knownEventTypes());
    } catch (JMException impossible) {
      throw new RefusedException("JFR cannot be commanded: " + impossible, impossible);
    }
  }

  /** The one place that speaks to jdk.jfr itself: there is no command that lists the types. */
  private static Collection<String> knownEventTypes() throws RefusedException {
    List<String> names = new ArrayList<>();
    try {
      Class<?> recorder = Class.forName("jdk.jfr.FlightRecorder");
      Object running = recorder.getMethod("getFlightRecorder").invoke(null);
      for (Object type : (List<?>) recorder.getMethod("getEventTypes").invoke(running)) {
        names.add(String.valueOf(type.getClass().getMethod("getName").invoke(type)));
      }
      return Collections.unmodifiableList(names);
    } catch (ClassNotFoundException noModule) {
      throw new RefusedException("this JVM has no JFR (module jdk.jfr)", noModule);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new RefusedException("JFR does not start: " + e, e);
    }
  }

  @Override
  public Collection<String> eventTypes() {
    return eventTypes;
  }

  @Override
  public void start(Map<String, String> settings) throws IOException {
    Path file = OwnerOnly.freshFolder(folder, "jflare-").resolve("jflare.jfc");
    try {
      try (OutputStream out = OwnerOnly.stream(file)) {
        out.write(JfrSettingsFile.of(settings).getBytes(StandardCharsets.UTF_8));
      }
      String answer =
          invoke(
              "jfrStart",
              "name=" + name,
              "settings=" + quoted(file),
              "maxsize=" + MAX_BYTES,
              "disk=true",
              "dumponexit=false");
      running = answer.contains("Started recording");
      if (!running) {
        throw new IOException("JFR.start said " + answer.trim());
      }
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    }
  }

  @Override
  public void change(Map<String, String> settings) throws IOException {
    close();
    start(settings);
  }

  /** Cannot be changed while it records; its size is limited all the same. */
  @Override
  public void keepOnly(Duration time) {}

  /** Stopping and writing are one command here. */
  @Override
  public void stop() {
    ended = true;
  }

  @Override
  public void copyTo(Path file) throws IOException {
    String command = ended ? "jfrStop" : "jfrDump";
    String answer = invoke(command, "name=" + name, "filename=" + quoted(file));
    running &= !ended;
    if (!Files.isRegularFile(file)) {
      throw new IOException(command + " said " + answer.trim());
    }
  }

  @Override
  public void close() throws IOException {
    if (running) {
      running = false;
      invoke("jfrStop", "name=" + name);
    }
  }

  @Override
  public String describe() {
    return "diagnostic command " + last;
  }

  private String invoke(String operation, String... arguments) throws IOException {
    last = operation + " " + String.join(" ", arguments);
    try {
      Object[] parameters = {arguments};
      return String.valueOf(server.invoke(commands, operation, parameters, STRINGS));
    } catch (InstanceNotFoundException e) {
      throw new IOException("this JVM has no diagnostic command " + operation, e);
    } catch (JMException | RuntimeException e) {
      throw new IOException(operation + ": " + e.getMessage(), e);
    }
  }

  /** The command line of a diagnostic command splits at spaces. */
  private static String quoted(Path file) throws IOException {
    String path = file.toAbsolutePath().toString();
    if (path.indexOf('"') >= 0) {
      throw new IOException("a diagnostic command cannot name a path with a quote: " + path);
    }
    return '"' + path + '"';
  }
}
