package dev.jflare.lang;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that are ours alone, from their creation to their end. */
public final class FolderTree {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private FolderTree() {}

  /** Creates a folder, and what is missing above it, for its owner alone (mode 0700). */
  public static void createPrivate(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(folder, OWNER_ONLY);
    } else {
      Files.createDirectories(folder);
    }
  }

  /**
   * Creates a folder that was not there before, for its owner alone. Its name needs no randomness:
   * somebody who guesses it only makes this try the next one.
   */
  public static Path createFresh(Path parent, String prefix) throws IOException {
    long name = Math.abs(System.nanoTime());
    Path folder = parent.resolve(prefix + Long.toString(name, 36));
    while (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      folder = parent.resolve(prefix + Long.toString(++name, 36));
    }
    // made by somebody else in this moment, it is an error and not ours
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createDirectory(folder, OWNER_ONLY);
    }
    return Files.createDirectory(folder);
  }

  /**
   * Deletes a folder with all it holds. Links are not followed; what somebody else deletes
   * meanwhile is no error.
   */
  public static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
