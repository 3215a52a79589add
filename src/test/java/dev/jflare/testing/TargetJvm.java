package dev.jflare.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JVM of any version that a test can do things to. Its program is compiled from source with the
 * running javac for Java 8, started in a folder of its own, and awaited until it prints a line
 * {@code ready}. {@link #close()} kills it and deletes the folder.
 */
public final class TargetJvm implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path folder;

  private TargetJvm(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Prepares the program {@code src/test/resources/targets/NAME.java}. */
  public static Builder of(String name) {
    try {
      return source(name, Targets.source(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prepares a program given as text; the class has no package. */
  public static Builder source(String className, String source) {
    return new Builder(className, source);
  }

  /** The pid of the JVM itself, also when a prefix started it. */
  public long pid() {
    return process.pid();
  }

  /** For exit code and liveness; its streams go to files. */
  public Process process() {
    return process;
  }

  /**
   * The working folder of the target; {@code classes}, {@code stdout} and {@code stderr} are in it.
   */
  public Path folder() {
    return folder;
  }

  /** What it has printed so far. */
  public String stdout() {
    return read(folder.resolve("stdout"));
  }

  /** What it has complained about so far. */
  public String stderr() {
    return read(folder.resolve("stderr"));
  }

  /** Waits until the target has printed a line that is exactly this one. */
  public TargetJvm awaitLine(String line, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!stdout().lines().anyMatch(line::equals)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "target did not print '" + line + "': " + stdout() + " / " + stderr());
      }
      pause();
    }
    return this;
  }

  /** Sends a signal by name: STOP, CONT, QUIT, ...; after STOP it waits until the target stands. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + pid() + " failed");
    }
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (name.equals("STOP") && !standsStill() && System.nanoTime() < end) {
      pause();
    }
  }

  private boolean standsStill() {
    String status = read(Path.of("/proc/" + pid() + "/status"));
    return status.lines().anyMatch(line -> line.matches("State:\\s+[Tt].*"));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException busy) {
      folder.toFile().deleteOnExit();
    }
  }

  /** What the target is to be; everything but the program has a default. */
  public static final class Builder {
    private final String className;
    private final String source;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> prefix = new ArrayList<>();
    private final List<String> jvmArguments = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<Path> classPath = new ArrayList<>();
    private final Map<String, String> files = new HashMap<>();
    private Path home = Jdks.running();

    private Builder(String className, String source) {
      this.className = className;
      this.source = source;
    }

    /** The JDK to run it with; the running one unless said. */
    public Builder home(Path javaHome) {
      home = javaHome;
      return this;
    }

    /** Arguments for the JVM: {@code -Xmx64m}, {@code -Dname=value}, {@code -javaagent:...}. */
    public Builder jvm(String... values) {
      jvmArguments.addAll(Arrays.asList(values));
      return this;
    }

    /** Arguments for the program. */
    public Builder arguments(String... values) {
      arguments.addAll(Arrays.asList(values));
      return this;
    }

    /** An environment variable of the target; an empty value takes the variable away. */
    public Builder env(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** More class path, for compiling and running. */
    public Builder classPath(Path... entries) {
      classPath.addAll(Arrays.asList(entries));
      return this;
    }

    /** A file to be in the working folder before the start. */
    public Builder file(String relativePath, String content) {
      files.put(relativePath, content);
      return this;
    }

    /**
     * A command that replaces itself with the JVM, {@code setpriv --reuid 5001 ...}; the pid stays.
     */
    public Builder prefix(String... command) {
      prefix.addAll(Arrays.asList(command));
      return this;
    }

    /** Compiles, starts, and waits for the line {@code ready}. */
    public TargetJvm start() throws IOException {
      return launch().awaitLine("ready", START_LIMIT);
    }

    /** Compiles and starts without waiting for anything. */
    public TargetJvm launch() throws IOException {
      Path folder = Files.createTempDirectory("jflare-target-");
      // A target that runs as another user must be able to read its classes and write beside them.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      compile(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      ProcessBuilder builder =
          new ProcessBuilder(command(folder))
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("stdout").toFile())
              .redirectError(folder.resolve("stderr").toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      environment.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      return new TargetJvm(builder.start(), folder);
    }

    private List<String> command(Path folder) {
      List<String> command = new ArrayList<>(prefix);
      command.add(home.resolve("bin/java").toString());
      command.add("-Xmx64m");
      command.addAll(jvmArguments);
      command.add("-cp");
      command.add(classPath(folder));
      command.add(className);
      command.addAll(arguments);
      return command;
    }

    private String classPath(Path folder) {
      return Stream.concat(Stream.of(folder.resolve("classes")), classPath.stream())
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }

    private void compile(Path folder) throws IOException {
      Path classes = Files.createDirectories(folder.resolve("classes"));
      Path file = folder.resolve(className + ".java");
      Files.writeString(file, source);
      Targets.compileFiles(classes, classPath(folder), List.of(file));
      Files.delete(file);
    }
  }
}
