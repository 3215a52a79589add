package dev.jflare.scrub;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.Command;
import dev.jflare.testing.Targets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Runs {@code targets/Leaky.java} on a JDK under flight recording, and the JDK tools on recordings.
 */
final class RecordedJvm {
  private RecordedJvm() {}

  /** Records a run of the target from start to end. */
  static Path record(Path jdk, Path folder) throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Targets.compile(classes, classes.toString(), "Leaky");
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
    builder.environment().put("SEVERAL_LINES", "first\nplanted-env-line\nlast");
    builder.environment().put("DD_SERVICE", "kept-env");
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Command.run(builder);
    assertTrue(Files.size(recording) > 0, "the target left no recording");
    return recording;
  }

  /** What a JDK tool prints; it must end with 0. */
  static String tool(Path jdk, String... command) throws Exception {
    String[] line = command.clone();
    line[0] = jdk.resolve("bin").resolve(command[0]).toString();
    return Command.run(line);
  }
}
