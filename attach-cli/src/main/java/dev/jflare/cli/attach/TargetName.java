package dev.jflare.cli.attach;

import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.ServiceName;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a target is called, found from outside. */
public final class TargetName {
  private TargetName() {}

  /** The service's name as {@link ServiceName} has it, as far as we may read. */
  public static String service(ProcessView process) {
    Map<String, String> properties = new HashMap<>();
    CommandLine commandLine = CommandLine.parse(arguments(process));
    @Nullable String service = commandLine.property("dd.service");
    @Nullable String program = commandLine.program();
    if (service != null) {
      properties.put("dd.service", service);
    }
    if (program != null) {
      properties.put("sun.java.command", program);
    }
    return ServiceName.of(environment(process), properties);
  }

  /** The main class, jar or module; empty when unknown. */
  public static String program(ProcessView process) {
    @Nullable String program = CommandLine.parse(arguments(process)).program();
    return program == null ? "" : program;
  }

  private static List<String> arguments(ProcessView process) {
    try {
      return process.commandLine();
    } catch (IOException gone) {
      return Collections.emptyList();
    }
  }

  private static Map<String, String> environment(ProcessView process) {
    try {
      return process.environment();
    } catch (IOException notOurs) {
      return Collections.emptyMap();
    }
  }
}
