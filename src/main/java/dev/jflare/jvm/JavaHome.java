package dev.jflare.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which Java a process runs, found without asking it. */
public final class JavaHome {
  private final String version;

  private JavaHome(String version) {
    this.version = version;
  }

  /** Looks it up in the counters that the JVM publishes, else beside its library. */
  public static JavaHome of(ProcessView process) {
    return of(process, PerfData.ifPresent(process));
  }

  /**
   * @param data the counters of that process, where they have been read already
   */
  static JavaHome of(ProcessView process, Optional<PerfData> data) {
    Optional<String> counted = data.flatMap(d -> d.text("java.property.java.version"));
    return new JavaHome(counted.orElseGet(() -> besideTheLibrary(process)));
  }

  /**
   * {@code 17.0.15}, {@code 1.8.0_504}, {@code 1.8} when no more is known; empty when nothing is.
   */
  public String version() {
    return version;
  }

  /** The feature version, 0 when unknown. */
  public int feature() {
    return JavaVersion.feature(version);
  }

  /**
   * Whether a process is a JVM: it has the library loaded. Of another user's process we may not
   * know what it has loaded; then its name decides.
   */
  static boolean isJvm(ProcessView process) {
    try {
      return process.jvmLibrary().isPresent();
    } catch (IOException notOurs) {
      return calledJava(process);
    }
  }

  private static boolean calledJava(ProcessView process) {
    try {
      List<String> arguments = process.commandLine();
      return !arguments.isEmpty() && arguments.get(0).matches("(.*/)?javaw?");
    } catch (IOException gone) {
      return false;
    }
  }

  /** {@code HOME/lib/server/libjvm.so}; on 8 {@code HOME/jre/lib/amd64/server/libjvm.so}. */
  private static String besideTheLibrary(ProcessView process) {
    try {
      Path folder = process.files().resolve(process.jvmLibrary().orElse("/")).getParent();
      for (int up = 0; up < 5 && folder != null; up++, folder = folder.getParent()) {
        Path release = folder.resolve("release");
        if (Files.isRegularFile(release)) {
          return fromRelease(release);
        }
        if (Files.isRegularFile(folder.resolve("rt.jar"))) {
          return "1.8"; // a build of 8 without the file release; 7 is too old to attach to
        }
      }
    } catch (IOException notForUs) {
      // falls through to "unknown"
    }
    return "";
  }

  private static String fromRelease(Path release) throws IOException {
    for (String line : Files.readAllLines(release, StandardCharsets.UTF_8)) {
      if (line.startsWith("JAVA_VERSION=")) {
        return line.substring("JAVA_VERSION=".length()).replace("\"", "").trim();
      }
    }
    return "";
  }
}
