package dev.jflare.jvm;

import java.util.Map;

/**
 * The name that profiles go by: {@code DD_SERVICE}, else {@code -Ddd.service}, else the jar or main
 * class.
 */
public final class ServiceName {
  private static final String UNKNOWN = "java";

  private ServiceName() {}

  /**
   * @return the name with other characters than {@code [A-Za-z0-9_-]} as one underscore; never
   *     empty
   */
  public static String of(Map<String, String> environment, Map<String, String> properties) {
    String name = environment.getOrDefault("DD_SERVICE", "");
    if (name.isEmpty()) {
      name = properties.getOrDefault("dd.service", "");
    }
    if (name.isEmpty()) {
      name = program(properties.getOrDefault("sun.java.command", ""));
    }
    String cleaned = name.replaceAll("[^A-Za-z0-9_-]+", "_");
    return cleaned.isEmpty() ? UNKNOWN : cleaned;
  }

  /**
   * Of {@code /app/shop.jar --port 80} or {@code com.acme.Shop x} or {@code mod/com.acme.Shop}:
   * shop, Shop, Shop.
   */
  private static String program(String command) {
    int space = command.indexOf(' ');
    String program = space < 0 ? command : command.substring(0, space);
    program = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    if (program.endsWith(".jar")) {
      return program.substring(0, program.length() - ".jar".length());
    }
    return program.substring(program.lastIndexOf('.') + 1);
  }
}
