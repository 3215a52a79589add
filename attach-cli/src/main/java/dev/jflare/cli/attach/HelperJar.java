package dev.jflare.cli.attach;

import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** This program, where another user can read it: where it is, else a copy. */
final class HelperJar implements Closeable {
  private final String classPath;
  private final @Nullable Path copy;

  private HelperJar(String classPath, @Nullable Path copy) {
    this.classPath = classPath;
    this.copy = copy;
  }

  /** Copies the jar only where a folder above it is closed to others. */
  static HelperJar readableByAll() throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      entries.add(Paths.get(entry).toAbsolutePath().toString());
    }
    Path jar = Paths.get(entries.get(0));
    if (entries.size() > 1 || readableByAll(jar)) {
      return new HelperJar(String.join(File.pathSeparator, entries), null);
    }
    Path folder = Files.createTempDirectory("jflare-helper-");
    try {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      Path copy = folder.resolve("attach.jar");
      Files.copy(jar, copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
      return new HelperJar(copy.toString(), folder);
    } catch (IOException | RuntimeException e) {
      FolderTree.delete(folder);
      throw e;
    }
  }

  private static boolean readableByAll(Path jar) throws IOException {
    Path real = jar.toRealPath();
    if (!Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_READ)) {
      return false;
    }
    for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  /** What starts the helper; nothing in it is secret. */
  List<String> command() {
    return Arrays.asList(
        TargetUser.java(),
        "-Xmx128m",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        HelperMain.class.getName());
  }

  @Override
  public void close() throws IOException {
    if (copy != null) {
      FolderTree.delete(copy);
    }
  }
}
