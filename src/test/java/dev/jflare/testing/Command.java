package dev.jflare.testing;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a test runs to their end. */
public final class Command {
  private static final int LIMIT_SECONDS = 120;

  private Command() {}

  /** Whether there is a program of this name to run. */
  public static boolean isHere(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** As {@link #run(ProcessBuilder)}. */
  public static String run(List<String> command) throws IOException, InterruptedException {
    return run(new ProcessBuilder(command));
  }

  /** As {@link #run(ProcessBuilder)}. */
  public static String run(String... command) throws IOException, InterruptedException {
    return run(Arrays.asList(command));
  }

  /**
   * Runs a program to its end, at most two minutes, and returns what it wrote to both its streams.
   * Fails the test unless it ends by itself and with 0.
   */
  public static String run(ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile("jflare-test-", ".txt");
    Process process = null;
    try {
      process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      String said = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended) {
        throw new AssertionError(builder.command() + " does not end: " + said);
      }
      if (process.exitValue() != 0) {
        throw new AssertionError(
            builder.command() + " ended with " + process.exitValue() + ": " + said);
      }
      return said;
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.delete(output);
    }
  }
}
