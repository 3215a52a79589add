package dev.jflare.lang;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Creates files and folders that nobody but their owner can open, from their first moment on. Where
 * the file system knows no such modes (Windows), they have what the folder above them says.
 */
public final class OwnerOnly {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Set<StandardOpenOption> NEW =
      Collections.unmodifiableSet(
          EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));

  private OwnerOnly() {}

  /** Creates an empty file (mode 0600) that must not be there yet. */
  public static Path file(Path file) throws IOException {
    return Files.createFile(file, where(file, FILE));
  }

  /** As {@link #file}, opened for writing before anybody could put another in its place. */
  public static OutputStream stream(Path file) throws IOException {
    return Channels.newOutputStream(Files.newByteChannel(file, NEW, where(file, FILE)));
  }

  /** Creates a folder (mode 0700) that must not be there yet. */
  public static Path folder(Path folder) throws IOException {
    return Files.createDirectory(folder, where(folder, FOLDER));
  }

  /** Creates a folder, and what is missing above it (mode 0700); one that is there stays. */
  public static void folders(Path folder) throws IOException {
    Files.createDirectories(folder, where(folder, FOLDER));
  }

  /**
   * Creates a folder that was not there before. Its name needs no randomness, which the JDK's
   * security provider would have to be asked for: somebody who guesses it only makes this try the
   * next one.
   */
  public static Path freshFolder(Path parent, String prefix) throws IOException {
    long name = Math.abs(System.nanoTime());
    Path folder = parent.resolve(prefix + Long.toString(name, 36));
    while (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      folder = parent.resolve(prefix + Long.toString(++name, 36));
    }
    return folder(folder); // made by somebody else in this moment, it is an error and not ours
  }

  private static FileAttribute<?>[] where(Path path, FileAttribute<?> mode) {
    boolean modes = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return modes ? new FileAttribute<?>[] {mode} : new FileAttribute<?>[0];
  }
}
