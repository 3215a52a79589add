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

  NativeLibrary(Path workFolder, Map<String, String> systemProperties) {
    this.workFolder = workFolder;
    this.properties = systemProperties;
  }

  /**
   * The profiler, its library loaded.
   *
   * @throws RefusedException when this JVM or system has none, when another copy is in the process,
   *     or when no folder can be executed from
   */
  AsyncProfiler load() throws RefusedException {
    requireHotSpot();
    byte[] library = resource(platform());
    String name = MappedProfilers.OUR_PREFIX + hash(library) + ".so";
    MappedProfilers mapped = MappedProfilers.ofThisProcess();
    String foreign = mapped.foreign();
    if (foreign != null) {
      // two copies steal each other's hooks, the first one loses threads (reference profiles 3.7)
      throw new RefusedException("another profiler is in this process: " + foreign);
    }
    if (mapped.hasOurs()) {
      return loadedBefore();
    }
    return loadFromSomewhere(library, name);
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

  /**
   * FNV-1a, to tell one version's file from another's. No SHA-256: the first use of the JDK's
   * security provider opens /dev/random and /dev/urandom in the host for good.
   */
  private static String hash(byte[] library) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : library) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
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

  private AsyncProfiler loadFromSomewhere(byte[] library, String name) throws RefusedException {
    StringBuilder tried = new StringBuilder();
    RefusedException last = null;
    for (Path folder : folders()) {
      try {
        return extractAndLoad(library, name, folder);
      } catch (IOException | UnsatisfiedLinkError notHere) {
        tried.append("; ").append(notHere.getMessage());
        last = new RefusedException("async-profiler cannot be loaded" + tried, notHere);
      }
    }
    throw last != null ? last : new RefusedException("no folder to load async-profiler from");
  }

  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    folders.add(workFolder.toAbsolutePath());
    for (String key : new String[] {"java.io.tmpdir", "user.dir"}) {
      String folder = property(key);
      if (!folder.isEmpty()) {
        folders.add(Paths.get(folder).toAbsolutePath());
      }
    }
    return folders;
  }

  /**
   * A folder of its own (0700), so that nobody can exchange the file before it is mapped. Not made
   * with createTempDirectory, which asks the security provider for a random name (see hash).
   */
  private static AsyncProfiler extractAndLoad(byte[] library, String name, Path folder)
      throws IOException {
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
