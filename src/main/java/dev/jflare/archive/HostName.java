package dev.jflare.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** The name of this machine, without asking DNS, which may hang. */
public final class HostName {
  private static final Path KERNEL = Paths.get("/proc/sys/kernel/hostname");
  private static final String UNKNOWN = "unknown";

  private HostName() {}

  /**
   * @param configured the {@code hostname} setting; empty asks the system
   * @return {@code unknown} when nobody knows
   */
  public static String of(String configured) {
    if (!configured.isEmpty()) {
      return configured;
    }
    try {
      String name = new String(Files.readAllBytes(KERNEL), StandardCharsets.UTF_8).trim();
      if (!name.isEmpty()) {
        return name;
      }
    } catch (IOException notLinux) {
      // other systems say it in the environment
    }
    String name = System.getenv("HOSTNAME");
    if (name == null) {
      name = System.getenv("COMPUTERNAME");
    }
    return name == null || name.isEmpty() ? UNKNOWN : name;
  }
}
