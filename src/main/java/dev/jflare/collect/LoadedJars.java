package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.lang.Nullable;
import dev.jflare.time.Deadline;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which jars the program is made of: those it was started with, and, with the agent's
 * instrumentation, those that classes were in fact loaded from.
 */
final class LoadedJars implements Collector {
  private final Jvm jvm;
  private final @Nullable Instrumentation instrumentation;

  LoadedJars(Jvm jvm, @Nullable Instrumentation instrumentation) {
    this.jvm = jvm;
    this.instrumentation = instrumentation;
  }

  @Override
  public String id() {
    return "jars";
  }

  @Override
  public String about() {
    return "class path, module path and the jars that classes came from, with size, time, version";
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    StringBuilder text = new StringBuilder();
    Map<String, String> properties = jvm.systemProperties();
    path(text, "class path", properties.get("java.class.path"));
    path(text, "module path", properties.get("jdk.module.path"));
    path(text, "boot class path (8)", properties.get("sun.boot.class.path"));
    path(text, "boot class path, appended", properties.get("jdk.boot.class.path.append"));
    path(text, "extension folders (8)", properties.get("java.ext.dirs"));
    text.append("== code sources of loaded classes ==\n");
    if (instrumentation == null) {
      text.append("(not known: no instrumentation in this run)\n");
    } else {
      codeSources(text, instrumentation, deadline);
    }
    evidence.text("jvm/jars.txt", text);
  }

  private static void path(StringBuilder text, String title, @Nullable String path) {
    if (path == null || path.isEmpty()) {
      return;
    }
    text.append("== ").append(title).append(" ==\n");
    for (String entry : path.split(File.pathSeparator)) {
      text.append(entry).append(sizeAndTime(entry)).append('\n');
    }
    text.append('\n');
  }

  private static void codeSources(
      StringBuilder text, Instrumentation instrumentation, Deadline deadline) {
    Map<String, Integer> classes = new TreeMap<>();
    Map<String, String> versions = new TreeMap<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String source = loaded.isArray() || deadline.expired() ? null : source(loaded);
      if (source != null && classes.merge(source, 1, Integer::sum) == 1) {
        versions.put(source, version(loaded));
      }
    }
    for (Map.Entry<String, Integer> source : classes.entrySet()) {
      text.append(source.getKey()).append(sizeAndTime(source.getKey()));
      text.append("  classes=").append(source.getValue());
      text.append(versions.get(source.getKey())).append('\n');
    }
    if (deadline.expired()) {
      text.append("(no time left: the list is not complete)\n");
    }
  }

  private static @Nullable String source(Class<?> loaded) {
    try {
      ProtectionDomain domain = loaded.getProtectionDomain();
      CodeSource source = domain == null ? null : domain.getCodeSource();
      URL location = source == null ? null : source.getLocation();
      return location == null ? null : location.toString();
    } catch (RuntimeException | LinkageError refused) {
      return null; // a security manager, or a loader that is going away
    }
  }

  /** From the package, which remembers its jar's manifest; nothing is opened for it. */
  private static String version(Class<?> loaded) {
    try {
      Package owner = loaded.getPackage();
      String version = owner == null ? null : owner.getImplementationVersion();
      return version == null ? "" : "  version=" + version;
    } catch (RuntimeException | LinkageError refused) {
      return "";
    }
  }

  private static String sizeAndTime(String entry) {
    try {
      Path file = entry.startsWith("file:") ? Paths.get(URI.create(entry)) : Paths.get(entry);
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? "  (folder)"
          : "  " + attributes.size() + " bytes  " + attributes.lastModifiedTime();
    } catch (IOException missing) {
      return "  (not there)";
    } catch (IllegalArgumentException | FileSystemNotFoundException nested) {
      return ""; // a jar inside a jar, or not a file at all
    }
  }
}
