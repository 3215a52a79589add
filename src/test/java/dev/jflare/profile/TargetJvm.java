package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import one.jfr.JfrReader;
import one.profiler.AsyncProfiler;

/** Starts the programs in {@code targets} on the JDKs that are here. */
final class TargetJvm {
  private static final Map<Integer, Path> JDKS = findJdks();

  private final Path classes;

  /** Compiles the programs for Java 8 into this folder. */
  TargetJvm(Path classes) throws Exception {
    this.classes = classes;
    Path sources = Path.of(TargetJvm.class.getResource("/targets/Record.java").toURI()).getParent();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--release", "8", "-nowarn", "-Xlint:-options"));
    arguments.addAll(List.of("-d", classes.toString(), "-cp", String.join(":", core())));
    for (String name : List.of("Planted", "SelfJvm", "Record", "Leftovers", "Unload")) {
      arguments.add(sources.resolve(name + ".java").toString());
    }
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    assertEquals(0, failed, "javac");
  }

  static boolean has(int feature) {
    return JDKS.containsKey(feature);
  }

  /** What the core needs to record, each entry a jar or a folder. */
  static List<String> core() {
    return Stream.of(ProfileSpec.class, JfrReader.class, AsyncProfiler.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toList();
  }

  /** Our own classes and the programs, without async-profiler's jar. */
  List<String> withoutProfiler() {
    return List.of(core().get(0), core().get(1), classes + "/");
  }

  /** Runs a program to its end and returns what it said; a warning of the JVM is no failure. */
  String run(int feature, List<String> options, String main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JDKS.get(feature).resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(List.of("-Xmx512m", "-cp", classes + ":" + String.join(":", core()), main));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Runs any command for at most a minute. */
  static String run(List<String> command) throws IOException, InterruptedException {
    File output = Files.createTempFile("jflare-test", ".txt").toFile();
    try {
      Process process =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
      boolean ended = process.waitFor(60, TimeUnit.SECONDS);
      process.destroyForcibly();
      String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
      assertTrue(ended, () -> command + " does not end: " + said);
      assertEquals(0, process.exitValue(), () -> command + ": " + said);
      return said;
    } finally {
      Files.delete(output.toPath());
    }
  }

  private static Map<Integer, Path> findJdks() {
    String named = System.getenv("JFLARE_JDKS");
    String root = System.getProperty("jflare.root", ".");
    Map<Integer, Path> found = new TreeMap<>();
    Path running = Path.of(System.getProperty("java.home"));
    found.put(Runtime.version().feature(), running);
    for (Path folder :
        List.of(named != null ? Path.of(named) : Path.of(root, ".jdks"), running.getParent())) {
      File[] homes = folder.toFile().listFiles();
      for (File home : homes == null ? new File[0] : homes) {
        add(found, home.toPath());
      }
    }
    return found;
  }

  private static void add(Map<Integer, Path> found, Path home) {
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      return;
    }
    try {
      String said = run(List.of(home.resolve("bin/java").toString(), "-version"));
      String version = said.replaceFirst("(?s).*?version \"(?:1\\.)?(\\d+).*", "$1");
      found.putIfAbsent(Integer.valueOf(version), home);
    } catch (IOException | InterruptedException | NumberFormatException | AssertionError broken) {
      // not a JDK that can be started; the tests that need it say so
    }
  }
}
