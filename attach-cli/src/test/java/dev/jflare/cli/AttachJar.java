package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jflare.testing.Jdks;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built attach.jar as a process of its own, as a person runs it. Ends with the test. */
final class AttachJar implements Closeable {
  private static final long LIMIT_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private AttachJar(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** In a folder of the test's, with the JDK that runs the tests. */
  static Builder in(Path folder) {
    return new Builder(folder);
  }

  static Path file() {
    return Path.of(System.getProperty("jflare.root"), "attach-cli/target/attach.jar");
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the end and gives the exit code. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("attach.jar does not end: " + out() + " / " + err());
    }
    return process.exitValue();
  }

  /** Fails, showing what was said, unless it ended with this exit code. */
  AttachJar expect(int exitCode) throws InterruptedException {
    assertEquals(exitCode, exitCode(), () -> "stdout: " + out() + "\nstderr: " + err());
    return this;
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  /** Waits until standard output has a line with this text. */
  AttachJar awaitOutput(String text) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!out().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("no '" + text + "' in: " + out() + " / " + err());
      }
      Thread.sleep(20);
    }
    return this;
  }

  /** What Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
  }

  List<JsonNode> events() {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> events = new ArrayList<>();
    for (String line : out().split("\n")) {
      try {
        events.add(mapper.readTree(line));
      } catch (IOException e) {
        throw new UncheckedIOException("not JSON: " + line, e);
      }
    }
    return events;
  }

  JsonNode result() {
    List<JsonNode> events = events();
    JsonNode last = events.get(events.size() - 1);
    assertEquals("result", last.get("event").textValue(), out());
    return last;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How it is started. */
  static final class Builder {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private Path home = Jdks.running();

    private Builder(Path folder) {
      this.folder = folder;
    }

    Builder home(Path javaHome) {
      home = javaHome;
      return this;
    }

    Builder env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    Builder prefix(String... command) {
      prefix.addAll(Arrays.asList(command));
      return this;
    }

    /** Starts it without a terminal and with an empty input. */
    AttachJar start(Object... args) throws IOException {
      List<String> command = new ArrayList<>(prefix);
      command.addAll(List.of(home.resolve("bin/java").toString(), "-jar", file().toString()));
      for (Object arg : args) {
        command.add(arg.toString());
      }
      Path out = Files.createTempFile(folder, "cli-", ".out");
      Path err = Files.createTempFile(folder, "cli-", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("DD_"));
      builder.environment().keySet().removeIf(name -> name.toUpperCase().endsWith("_PROXY"));
      builder.environment().putAll(environment);
      return new AttachJar(builder.start(), out, err);
    }
  }
}
