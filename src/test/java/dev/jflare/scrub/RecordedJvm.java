package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Runs {@code targets/Leaky.java} on a JDK under flight recording, and the JDK tools on recordings.
 */
final class RecordedJvm {
  private static final int LIMIT_SECONDS = 60;

  private RecordedJvm() {}

  /** The JDK of this feature version, if there is one. */
  static Optional<Path> jdk(int feature) {
    String named = System.getenv("JFLARE_JDKS");
    Path ours = Path.of(System.getProperty("jflare.root", "."), ".jdks");
    return Stream.of(named == null ? ours : Path.of(named), Path.of("/usr/lib/jvm"))
        .flatMap(RecordedJvm::children)
        .filter(home -> Files.isExecutable(home.resolve("bin/java")))
        .filter(
            home ->
                home.getFileName()
                    .toString()
                    .matches(".*(jdk|java)-" + feature + "([-.].*)?|.*-" + feature + "-jdk.*"))
        .findFirst();
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException absent) {
      return Stream.empty();
    }
  }

  /** Records a run of the target from start to end. */
  static Path record(Path jdk, Path folder) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = folder.resolve("Leaky.java");
    try (InputStream in = RecordedJvm.class.getResourceAsStream("/targets/Leaky.java")) {
      Files.copy(in, source);
    }
    assertEquals(
        0,
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                System.err,
                System.err,
                "--release",
                "8",
                "-nowarn",
                "-Xlint:-options",
                "-d",
                classes.toString(),
                source.toString()));
    Path recording = folder.resolve("leaky.jfr");
    ProcessBuilder builder =
        new ProcessBuilder(
            jdk.resolve("bin/java").toString(),
            "-Xmx64m",
            "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording,
            "-Djdk.lang.Process.launchMechanism=VFORK",
            "-Ddb.password=planted-property",
            "-Dapp.url=jdbc:postgresql://bob:planted-url@db.example.com/shop",
            "-Dharmless.name=kept-property",
            "-cp",
            classes.toString(),
            "Leaky",
            "800",
            "--token",
            "planted-argument",
            "--verbose",
            "kept-argument");
    builder.environment().put("DB_PASSWORD", "planted-env-password");
    builder.environment().put("HARMLESS_NAME", "planted-env-neutral");
    builder.environment().put("DD_SERVICE", "kept-env");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    run(builder, folder.resolve("target.log"));
    assertTrue(Files.size(recording) > 0, "the target left no recording");
    return recording;
  }

  /** What a JDK tool prints; it must end with 0. */
  static String tool(Path jdk, Path folder, String... command) throws Exception {
    List<String> line = new ArrayList<>(Arrays.asList(command));
    line.set(0, jdk.resolve("bin").resolve(command[0]).toString());
    Path output = Files.createTempFile(folder, "tool", ".txt");
    run(new ProcessBuilder(line), output);
    return Files.readString(output, UTF_8);
  }

  private static void run(ProcessBuilder builder, Path output) throws Exception {
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertTrue(
          process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "still running: " + builder.command());
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> builder.command() + "\n" + text(output));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
