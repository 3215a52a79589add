package dev.jflare.collect;

import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ProcessView;
import dev.jflare.scrub.KnownValues;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Teaches a scrubber the secret values of a JVM before anything is collected, whatever collectors
 * are asked for: its password may be in the name of a thread.
 */
public final class ProcessSecrets {
  /** Variables and properties whose values are everywhere and no secrets. */
  private static final String[] WORDS = {"USER", "LOGNAME", "USERNAME", "HOSTNAME", "user.name"};

  private static final int LARGEST_SECRET_FILE = 1 << 16;
  private static final String KIND = "secret";
  private static final Pattern PAIR = Pattern.compile("[A-Za-z0-9_.-]++\\s*+(?:=|:\\s)\\s*+(.++)");

  private ProcessSecrets() {}

  /**
   * What is in the files that a site names as secret: each line, and of {@code key=value} and
   * {@code key: value} the value too. Comments and markers of PEM are left out.
   *
   * @throws IOException when one cannot be read: its secrets would stay readable
   */
  public static void learn(List<String> secretFiles, Scrubber scrubber) throws IOException {
    for (String file : secretFiles) {
      Path path = Paths.get(file);
      if (Files.size(path) > LARGEST_SECRET_FILE) {
        throw new IOException(
            file + ": a secret file of at most " + LARGEST_SECRET_FILE + " bytes was expected");
      }
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      for (String line : text.split("\\R")) {
        learnLine(line.trim(), scrubber.known());
      }
    }
  }

  private static void learnLine(String line, KnownValues known) {
    if (line.startsWith("#") || line.startsWith("-----")) {
      return;
    }
    known.learn(line, KIND);
    Matcher pair = PAIR.matcher(line);
    if (pair.matches()) {
      known.learn(pair.group(1), KIND);
    }
  }

  /** What can be seen from outside: environment and command line. */
  public static void learn(ProcessView process, Scrubber scrubber) {
    try {
      scrubber.arguments(process.commandLine(), new ScrubTally());
      learn(process.environment(), scrubber);
    } catch (IOException notOurs) {
      // what cannot be read is not collected either; that collector says so
    }
  }

  /** What the JVM itself knows: properties, also those set by the program, and its arguments. */
  public static void learn(Jvm jvm, Scrubber scrubber) {
    learn(jvm.systemProperties(), scrubber);
    scrubber.arguments(jvm.inputArguments(), new ScrubTally());
  }

  /** What is masked on the way is learnt; the result is for nobody. */
  private static void learn(Map<String, String> named, Scrubber scrubber) {
    for (String name : WORDS) {
      scrubber.known().ordinary(named.getOrDefault(name, ""));
    }
    scrubber.properties(named, new ScrubTally());
    // JAVA_TOOL_OPTIONS and sun.java.command are command lines in their turn
    named.values().forEach(value -> scrubber.arguments(value, new ScrubTally()));
  }
}
