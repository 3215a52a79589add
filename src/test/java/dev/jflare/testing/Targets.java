package dev.jflare.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The programs in {@code src/test/resources/targets}, compiled with the running javac for Java 8.
 */
public final class Targets {
  private Targets() {}

  /**
   * The source of {@code targets/NAME.java}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static String source(String name) throws IOException {
    try (InputStream in = Targets.class.getResourceAsStream("/targets/" + name + ".java")) {
      if (in == null) {
        throw new IllegalArgumentException("no targets/" + name + ".java on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Compiles programs that may use each other. */
  public static void compile(Path classes, String classPath, String... names) throws IOException {
    compileFor(8, classes, classPath, names);
  }

  /** As {@link #compile}, for a later Java: one that has the API the programs need. */
  public static void compileFor(int release, Path classes, String classPath, String... names)
      throws IOException {
    Path folder = Files.createTempDirectory("jflare-sources-");
    List<Path> files = new ArrayList<>();
    try {
      for (String name : names) {
        files.add(Files.writeString(folder.resolve(name + ".java"), source(name)));
      }
      compileFiles(release, classes, classPath, files);
    } finally {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  /** Compiles source files that are on disk. */
  static void compileFiles(Path classes, String classPath, List<Path> files) throws IOException {
    compileFiles(8, classes, classPath, files);
  }

  private static void compileFiles(int release, Path classes, String classPath, List<Path> files)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        new ArrayList<>(List.of("--release", Integer.toString(release), "-nowarn", "-proc:none"));
    options.addAll(List.of("-Xlint:-options", "-d", classes.toString(), "-cp", classPath));
    try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var sources = manager.getJavaFileObjectsFromPaths(files);
      if (!compiler.getTask(messages, manager, null, options, null, sources).call()) {
        throw new IllegalArgumentException(files + " do not compile: " + messages);
      }
    }
  }
}
