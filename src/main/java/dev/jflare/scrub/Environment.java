package dev.jflare.scrub;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The environment variables whose value may be shown, still scrubbed. A list of what is harmless,
 * because a list of what is dangerous is never complete ({@code HARMLESS_NAME=sk_live_...}).
 */
final class Environment {
  private static final Set<String> HARMLESS =
      new HashSet<>(
          Arrays.asList(
              "PATH",
              "LD_LIBRARY_PATH",
              "CLASSPATH",
              "JAVA_HOME",
              "JRE_HOME",
              "JDK_HOME",
              "JAVA_VERSION",
              "HOME",
              "PWD",
              "SHELL",
              "TERM",
              "LANG",
              "LANGUAGE",
              "TZ",
              "USER",
              "LOGNAME",
              "HOSTNAME",
              "OS",
              "OSTYPE",
              "MACHTYPE",
              "SHLVL",
              "TMPDIR",
              "TMP",
              "TEMP",
              "NUMBER_OF_PROCESSORS",
              "PROCESSOR_ARCHITECTURE",
              "WINDIR",
              "SYSTEMROOT",
              "COMSPEC",
              "CATALINA_HOME",
              "CATALINA_BASE",
              "MALLOC_ARENA_MAX",
              "LD_PRELOAD",
              "JAVA_TOOL_OPTIONS",
              "JDK_JAVA_OPTIONS",
              "_JAVA_OPTIONS",
              "JAVA_OPTS",
              "CATALINA_OPTS"));

  private Environment() {}

  static boolean harmless(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (HARMLESS.contains(upper) || upper.startsWith("LC_")) {
      return true;
    }
    return upper.startsWith("DD_")
        && !upper.contains("KEY")
        && !upper.contains("PROXY")
        && !upper.contains("ENDPOINTS")
        && !SecretNames.inProperty(name);
  }
}
