package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.lang.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import one.profiler.AsyncProfiler;

/**
 * Brings async-profiler's library into this JVM, once. The class {@link AsyncProfiler} belongs to a
 * loader that outlives us, so a later session finds the library already there. The file is deleted
 * as soon as it is mapped; profiling does not need it any more (measured on Linux, JDK 8 to 25).
 */
final class NativeLibrary {
  private final Path workFolder;
  private final Map<String, String> properties;
  private final byte[] library;
  private final String fingerprint;

  /**
   * Finds the library for this system; nothing is loaded yet.
   *
   * @param workFolder the first place to load from
   * @throws RefusedException when this JVM or system has none
   */
  NativeLibrary(Path workFolder, Map<String, String> systemProperties) throws RefusedException {
    this.workFolder = workFolder;
    this.properties = systemProperties;
    requireHotSpot();
    this.library = resource(platform());
    this.fingerprint = Fingerprint.of(library);
  }

  /** Tells this version of the library from others. */
  String fingerprint() {
    return fingerprint;
  }

  /**
   * The profiler, its library loaded.
   *
   * @throws RefusedException when another copy is in the process, or when no folder can be executed
   *     from
   */
  AsyncProfiler load() throws RefusedException {
    if (MappedProfilers.ofThisProcess().hasOurs()) {
      return loadedBefore();
    }
    return loadFromSomewhere(MappedProfilers.OUR_PREFIX + fingerprint + ".so");
  }

  private void requireHotSpot() throws RefusedException {
    String vm = property("java.vm.name");
    if (vm.contains("OpenJ9") || vm.contains("J9 VM")) {
      throw new RefusedException("async-profiler is for HotSpot, this is " + vm);
    }
  }

  /** The folder in async-profiler's jar, for example {@code linux-x64}. */
  private String platform() throws RefusedException {
    String os = property("os.name").toLowerCase(Locale.ROOT);
    String arch = property("os.arch").toLowerCase(Locale.ROOT);
    boolean x64 = arch.equals("amd64") || arch.equals("x86_64");
    boolean arm64 = arch.equals("aarch64") || arch.equals("arm64");
    if (os.contains("linux") && (x64 || arm64)) {
      return x64 ? "linux-x64" : "linux-arm64";
    }
    if (os.contains("mac") && (x64 || arm64)) {
      return "macos";
    }
    throw new RefusedException("async-profiler has no library for " + os + " on " + arch);
  }

  private static byte[] resource(String platform) throws RefusedException {
    String name = platform + "/libasyncProfiler.so";
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    try (InputStream in = loader.getResourceAsStream(name)) {
      if (in == null) {
        throw new RefusedException("this build carries no " + name);
      }
      return Streams.readAll(in);
    } catch (IOException e) {
      throw new RefusedException("cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  /** Asks for a file that is not there: only a profiler that is already loaded answers. */
  private AsyncProfiler loadedBefore() throws RefusedException {
    try {
      return AsyncProfiler.getInstance(workFolder.resolve("absent.so").toAbsolutePath().toString());
    } catch (UnsatisfiedLinkError otherLoader) {
      throw new RefusedException(
          "an earlier agent's copy of async-profiler is still in this process", otherLoader);
    }
  }

  private AsyncProfiler loadFromSomewhere(String name) throws RefusedException {
    StringBuilder tried = new StringBuilder();
    RefusedException last = null;
    for (Path folder : folders()) {
      try {
        return extractAndLoad(name, folder);
      } catch (IOException | UnsatisfiedLinkError notHere) {
        tried.append("; ").append(notHere.getMessage());
        last = new RefusedException("async-profiler cannot be loaded" + tried, notHere);
      }
    }
    throw last != null ? last : new RefusedException("no folder to load async-profiler from");
  }

  /**
   * Where to try, one after the other: the usual places for temporary files are often mounted
   * without the right to execute, and the folders after them belong to the program or its user.
   */
  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(workFolder.toAbsolutePath());
    for (String folder :
        new String[] {
          property("java.io.tmpdir"),
          "/var/tmp",
          "/dev/shm",
          property("user.home"),
          property("user.dir")
        }) {
      Path path = folder.isEmpty() ? null : Paths.get(folder).toAbsolutePath();
      if (path != null && Files.isDirectory(path)) {
        folders.add(path);
      }
    }
    return folders;
  }

  /**
   * A folder of its own (0700), so that nobody can exchange the file before it is mapped. Not made
   * with createTempDirectory, which asks the security provider for a random name (see Fingerprint).
   */
  private AsyncProfiler extractAndLoad(String name, Path folder) throws IOException {
    Path own = OwnerOnly.freshFolder(folder, "jflare-");
    Path file = own.resolve(name);
    try {
      Files.write(file, library);
      return AsyncProfiler.getInstance(file.toString());
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(own);
    }
  }

  private String property(String key) {
    @Nullable String value = properties.get(key);
    return value == null ? "" : value;
  }
}
