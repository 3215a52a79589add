package dev.jflare.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A server written in Go, built from {@code src/test/resources/go} and running until closed. It
 * prints its address first and ends with its standard input.
 */
public final class GoProgram implements AutoCloseable {
  private final Process process;
  private final String address;

  private GoProgram(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Builds a program; skips the test when there is no Go.
   *
   * @param folder an empty folder for the binary
   */
  public static Path build(String name, Path folder) throws IOException, InterruptedException {
    Assumptions.assumeTrue(Command.isHere("go"), "no go on the path");
    Path source = folder.resolve("main.go");
    try (InputStream in = GoProgram.class.getResourceAsStream("/go/" + name + "/main.go")) {
      Files.copy(in, source);
    }
    Path binary = folder.resolve(name);
    ProcessBuilder builder =
        new ProcessBuilder("go", "build", "-o", binary.toString(), source.toString());
    builder.environment().put("GOFLAGS", "-mod=mod");
    Command.run(builder);
    return binary;
  }

  public static GoProgram start(Path binary, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String address = out.readLine();
    if (address == null) {
      process.destroyForcibly();
      throw new IOException(binary + " ended at once");
    }
    return new GoProgram(process, address);
  }

  /** Host and port. */
  public String address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
