package dev.jflare.testing;

import dev.jflare.jvm.Jvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A JVM that tells nothing, unless a test makes it. */
public class QuietJvm implements Jvm {
  @Override
  public long pid() {
    return 1;
  }

  @Override
  public int feature() {
    return 17;
  }

  @Override
  public List<String> commands() {
    return List.of();
  }

  @Override
  public String command(String command, String... arguments) throws IOException {
    throw new IOException("no command " + command);
  }

  @Override
  public Map<String, String> systemProperties() {
    return Map.of();
  }

  @Override
  public List<String> inputArguments() {
    return List.of();
  }

  @Override
  public Duration uptime() {
    return Duration.ZERO;
  }

  @Override
  public long processCpuNanos() {
    return -1;
  }
}
