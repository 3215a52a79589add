package dev.jflare.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JDKs that tests can start targets with. Looks in the folder named by the environment variable
 * {@code JFLARE_JDKS} (default: {@code .jdks} below the root of the repository), at the JDK that
 * runs the tests, and in {@code /usr/lib/jvm}. The version is read from each JDK's {@code release}
 * file, or asked for where that is missing, never guessed from a folder's name.
 */
public final class Jdks {
  private static final Map<Integer, Path> HOMES = find();

  private Jdks() {}

  /** The home of a JDK with this feature version (8, 11, 17, ...), if there is one here. */
  public static Optional<Path> home(int feature) {
    return Optional.ofNullable(HOMES.get(feature));
  }

  /** Feature versions that are here, ascending. */
  public static List<Integer> available() {
    return List.copyOf(HOMES.keySet());
  }

  /** The JDK that runs the tests. */
  public static Path running() {
    return Path.of(System.getProperty("java.home"));
  }

  /** The feature version a JDK states of itself: 8 for {@code 1.8.0_504}. */
  static Optional<Integer> feature(Path home) {
    if (!Files.isExecutable(home.resolve("bin/javac"))) {
      return Optional.empty();
    }
    try {
      return version(home)
          .map(version -> version.startsWith("1.") ? version.substring(2) : version)
          .map(version -> Integer.valueOf(version.split("[^0-9]")[0]));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> version(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return asked(home); // some distributions build JDK 8 without the file
    }
    try (Stream<String> lines = Files.lines(release)) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
          .findFirst();
    }
  }

  private static Optional<String> asked(Path home) throws IOException {
    Process java =
        new ProcessBuilder(home.resolve("bin/java").toString(), "-version")
            .redirectErrorStream(true)
            .start();
    Matcher version =
        Pattern.compile("version \"([^\"]+)\"")
            .matcher(new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    return version.find() ? Optional.of(version.group(1)) : Optional.empty();
  }

  private static Map<Integer, Path> find() {
    Set<Path> candidates = new LinkedHashSet<>();
    candidates.add(running());
    candidates.addAll(children(folder()));
    candidates.addAll(children(Path.of("/usr/lib/jvm")));
    Map<Integer, Path> homes = new TreeMap<>();
    for (Path candidate : candidates) {
      feature(candidate).ifPresent(version -> homes.putIfAbsent(version, candidate));
    }
    return homes;
  }

  private static Path folder() {
    String named = System.getenv("JFLARE_JDKS");
    return named != null && !named.isEmpty()
        ? Path.of(named)
        : Path.of(System.getProperty("jflare.root", "."), ".jdks");
  }

  private static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
