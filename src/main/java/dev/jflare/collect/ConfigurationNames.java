package dev.jflare.collect;

import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.TargetFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where configuration is: options that name a file, and the places where programs keep it. */
final class ConfigurationNames {
  private static final String KINDS = "*.{yaml,yml,properties,xml,conf}";

  private static final List<String> PROPERTIES =
      Arrays.asList(
          "spring.config.location",
          "spring.config.additional-location",
          "logging.config",
          "logback.configurationFile",
          "log4j.configuration",
          "log4j.configurationFile",
          "log4j2.configurationFile",
          "java.util.logging.config.file",
          "config.file",
          "java.security.properties",
          "java.security.policy",
          "java.security.krb5.conf",
          "java.security.auth.login.config",
          "com.sun.management.config.file",
          "dd.trace.config",
          "otel.javaagent.configuration-file");

  /** Files that exist to keep a secret. Their existence is told, never their content. */
  private static final List<String> SECRET_PARTS =
      Arrays.asList("password", "secret", "credential", "jaas", "login.conf", "htpasswd");

  private static final List<String> SECRET_ENDS =
      Arrays.asList(".jks", ".p12", ".pfx", ".pem", ".key", ".keytab", ".keystore", ".bcfks");

  private ConfigurationNames() {}

  /** Globs for files that options of the command line name. */
  static List<String> named(CommandLine command) {
    List<String> globs = new ArrayList<>();
    for (String property : PROPERTIES) {
      String value = command.property(property);
      if (value != null) {
        for (String location : value.split("[,;]")) {
          addLocation(globs, location.trim());
        }
      }
    }
    for (String argument : command.programArguments()) {
      if (argument.matches("--spring\\.config\\.(additional-)?location=.*")) {
        for (String location : argument.substring(argument.indexOf('=') + 1).split("[,;]")) {
          addLocation(globs, location.trim());
        }
      }
    }
    return globs;
  }

  /** Globs for the usual places beside a program. */
  static List<String> beside(String folder) {
    String base = TargetFiles.literal(folder.endsWith("/") ? folder : folder + "/");
    List<String> globs = new ArrayList<>();
    globs.add(base + "application*.{properties,yml,yaml}");
    globs.add(base + "conf/" + KINDS);
    globs.add(base + "config/" + KINDS);
    return globs;
  }

  static boolean keepsSecrets(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return SECRET_PARTS.stream().anyMatch(name::contains)
        || SECRET_ENDS.stream().anyMatch(name::endsWith);
  }

  /** Spring's notation: {@code optional:file:/etc/app/}; a folder ends with a slash. */
  private static void addLocation(List<String> globs, String location) {
    String path = location.startsWith("optional:") ? location.substring(9) : location;
    if (path.startsWith("file:")) {
      path = path.substring(5).replaceFirst("^//+", "/");
    }
    path = path.startsWith("=") ? path.substring(1) : path; // java.security.policy==file
    if (path.isEmpty() || path.matches("[a-z][a-z0-9+.-]+:.*")) {
      return; // classpath:, http:, ... are no files
    }
    globs.add(path.endsWith("/") ? path + KINDS : path);
  }
}
