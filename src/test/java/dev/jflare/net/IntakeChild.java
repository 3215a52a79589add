package dev.jflare.net;

import dev.jflare.log.Log;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An intake in a JVM of its own, for what must not happen to ours. */
final class IntakeChild implements Closeable {
  private final Process process;
  private final URI uri;

  private IntakeChild(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Starts it and waits until it listens. */
  static IntakeChild start(Path folder, String... jvmArguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmArguments));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(IntakeChild.class.getName());
    command.add(folder.toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the intake did not start, exit code " + process.exitValue());
    }
    return new IntakeChild(process, URI.create(line));
  }

  URI uri() {
    return uri;
  }

  /** As the kernel would when memory runs out. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws Exception {
    IntakeOptions options = IntakeOptions.into(Path.of(args[0])).build();
    try (Intake intake = Intake.start(options, IntakeListener.NONE, Log.NONE)) {
      System.out.println(intake.uri());
      while (System.in.read() >= 0) {
        // until the test that started us is gone
      }
    }
  }
}
