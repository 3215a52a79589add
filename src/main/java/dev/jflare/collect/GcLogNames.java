package dev.jflare.collect;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a JVM's log options send their output: {@code -Xlog} (9 and later, JEP 158), {@code
 * -Xloggc} and OpenJ9's {@code -Xverbosegclog}.
 */
final class GcLogNames {
  private GcLogNames() {}

  /** Globs for the files; a star where the JVM puts in its pid, the time or the host's name. */
  static List<String> of(List<String> jvmOptions) {
    List<String> globs = new ArrayList<>();
    for (String option : jvmOptions) {
      String file = file(option);
      if (!file.isEmpty()) {
        globs.add(file.replaceAll("%(pid|hn|[ptYmdHMS])", "*").replaceAll("\\*+", "*"));
      }
    }
    return globs;
  }

  private static String file(String option) {
    if (option.startsWith("-Xloggc:")) {
      return option.substring("-Xloggc:".length());
    }
    if (option.startsWith("-Xverbosegclog:")) {
      return option.substring("-Xverbosegclog:".length()).split(",")[0];
    }
    return option.startsWith("-Xlog:") ? output(option.substring("-Xlog:".length())) : "";
  }

  /** {@code what:output:decorators:options}; the output may be quoted and then hold colons. */
  private static String output(String specification) {
    int colon = specification.indexOf(':');
    if (colon < 0) {
      return "";
    }
    String rest = specification.substring(colon + 1);
    if (rest.startsWith("file=")) {
      rest = rest.substring("file=".length());
    }
    if (rest.startsWith("\"")) {
      int end = rest.indexOf('"', 1);
      return end < 0 ? "" : rest.substring(1, end);
    }
    int end = rest.indexOf(':');
    String output = end < 0 ? rest : rest.substring(0, end);
    return output.equals("stdout") || output.equals("stderr") ? "" : output;
  }
}
