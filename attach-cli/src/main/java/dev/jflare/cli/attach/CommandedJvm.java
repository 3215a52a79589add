package dev.jflare.cli.attach;

import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.JavaHome;
import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A JVM that is asked from outside, by the commands of {@code jcmd} alone: no agent is in it. */
final class CommandedJvm implements Jvm {
  /** For one command; a walk over a large heap takes seconds. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int MOST_BYTES = 256 << 20;

  private final ProcessView process;
  private final JvmCommands commands;
  private final JavaHome java;
  private @Nullable List<String> known;

  CommandedJvm(ProcessView process, Log log) {
    this.process = process;
    this.commands = JvmCommands.of(process, log);
    this.java = JavaHome.of(process);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isThisOne() {
    return false;
  }

  @Override
  public int feature() {
    return java.feature();
  }

  /** The whole version, {@code 21.0.12}. */
  String version() {
    return java.version();
  }

  @Override
  public synchronized List<String> commands() {
    List<String> names = known;
    if (names == null) {
      names = new ArrayList<>();
      try {
        for (String line : command("help").split("\n")) {
          if (line.trim().matches("\\w+\\.\\w+")) {
            names.add(line.trim());
          }
        }
      } catch (IOException unheard) {
        return Collections.emptyList(); // whoever runs one hears why
      }
      known = names;
    }
    return names;
  }

  @Override
  public String command(String command, String... arguments) throws IOException {
    String line = arguments.length == 0 ? command : command + " " + String.join(" ", arguments);
    try (InputStream answer = commands.run(line, Deadline.after(LONGEST))) {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n; text.size() < MOST_BYTES && (n = answer.read(buffer)) > 0; ) {
        text.write(buffer, 0, n);
      }
      return new String(text.toByteArray(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public Map<String, String> systemProperties() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(command("VM.system_properties")));
    } catch (IOException unheard) {
      return Collections.emptyMap();
    }
    Map<String, String> all = new HashMap<>();
    properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
    return all;
  }

  @Override
  public Map<String, String> environment() {
    try {
      return process.environment();
    } catch (IOException notOurs) {
      return Collections.emptyMap();
    }
  }

  @Override
  public List<String> inputArguments() {
    try {
      return CommandLine.of(process).jvmOptions();
    } catch (IOException gone) {
      return Collections.emptyList();
    }
  }

  @Override
  public Duration uptime() {
    return process.uptime().orElse(Duration.ZERO);
  }

  @Override
  public long processCpuNanos() {
    return process.cpuNanos();
  }
}
