package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A folder with what a session has left: up to two JFR files and a properties file that says how
 * they came to be. Written inside the recorded JVM, read wherever the profiles are made of it.
 */
public final class Recordings {
  static final String AP_FILE = "ap.jfr";
  static final String JDK_FILE = "jdk.jfr";
  static final String PROPERTIES_FILE = "recordings.properties";
  static final String FORMAT = "1";

  /** A profile that was made where it was recorded: {@code cpu.proto}. */
  static final String READY = ".proto";

  /** The CPU samples before the window, of a session that did not begin with it. */
  static final String BEFORE_CPU = "before-cpu";

  private final Path folder;
  private final Map<String, String> facts;

  Recordings(Path folder, Map<String, String> facts) {
    this.folder = folder;
    this.facts = Collections.unmodifiableMap(new TreeMap<>(facts));
  }

  /**
   * Reads what a session left in its work folder.
   *
   * @throws IOException when the folder holds no recordings, or those of another format
   */
  public static Recordings load(Path folder) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve(PROPERTIES_FILE))) {
      properties.load(in);
    } catch (IllegalArgumentException malformed) {
      throw new IOException(PROPERTIES_FILE + " is damaged: " + malformed.getMessage(), malformed);
    }
    Map<String, String> facts = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      facts.put(name, properties.getProperty(name));
    }
    if (!FORMAT.equals(facts.get(Fact.FORMAT))) {
      throw new IOException(
          PROPERTIES_FILE + " has format " + facts.get(Fact.FORMAT) + ", expected " + FORMAT);
    }
    return new Recordings(folder, facts);
  }

  void save() throws IOException {
    Properties properties = new Properties();
    properties.putAll(facts);
    try (OutputStream out = Files.newOutputStream(folder.resolve(PROPERTIES_FILE))) {
      properties.store(out, null);
    }
  }

  /** Where the files are. */
  public Path folder() {
    return folder;
  }

  /** The recording of async-profiler, or null when it did not run. */
  public @Nullable Path asyncProfilerFile() {
    return existing(AP_FILE);
  }

  /** The JDK's own recording, or null when JFR did not run. */
  public @Nullable Path jdkFile() {
    return existing(JDK_FILE);
  }

  /**
   * The profiles that were made where they were recorded, by the last part of their name: of a
   * session that goes on the recordings alone do not tell all. None of a session that was begun for
   * the window; those are made of the recordings.
   */
  public Map<String, byte[]> ready() throws IOException {
    Map<String, byte[]> profiles = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + READY)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        profiles.put(name.substring(0, name.length() - READY.length()), Files.readAllBytes(file));
      }
    }
    return profiles;
  }

  /** What the profile was recorded with: {@code async-profiler}, {@code jfr} or {@code none}. */
  public String engine(ProfileKind kind) {
    return fact(Fact.engine(kind), Fact.NO_ENGINE);
  }

  /** Why something could not be recorded the preferred way, in the order it was tried. */
  public List<String> refusals() {
    List<String> refusals = new ArrayList<>();
    for (int i = 1; facts.containsKey(Fact.REFUSAL + i); i++) {
      refusals.add(fact(Fact.REFUSAL + i, ""));
    }
    return refusals;
  }

  /** Why the window ended before its time; empty when it did not. */
  public String endedEarly() {
    return fact(Fact.ENDED_EARLY, "");
  }

  /** All that is known, by name, for the manifest. */
  public Map<String, String> facts() {
    return facts;
  }

  /**
   * Puts both recordings into one file, which every JFR tool reads as one. Only whole chunks are
   * taken: a profiler that was cut off leaves an open one that other readers refuse.
   *
   * @return false when there was nothing to put in, and then no file is made
   */
  public boolean merged(Path target) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (Path file : new Path[] {asyncProfilerFile(), jdkFile()}) {
      if (file != null) {
        sources.add(file);
      }
    }
    return WholeChunks.copy(target, sources);
  }

  /** Whether async-profiler was told to follow what its samples allocated. */
  boolean followsObjects() {
    return engine(ProfileKind.SECOND_HEAP).equals(Fact.ASYNC_PROFILER)
        && fact(Fact.AP_COMMAND, "").contains(",live");
  }

  String fact(String name, String otherwise) {
    return facts.getOrDefault(name, otherwise);
  }

  long number(String name, long otherwise) {
    try {
      return Long.parseLong(fact(name, Long.toString(otherwise)));
    } catch (NumberFormatException damaged) {
      return otherwise; // a profile with one figure less is worth more than none
    }
  }

  private @Nullable Path existing(String name) {
    Path file = folder.resolve(name);
    return Files.isRegularFile(file) ? file : null;
  }
}
