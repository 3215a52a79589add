package dev.jflare.profile;

import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;

/**
 * The private folder of a session that may last as long as its JVM. A JVM that ends takes it away
 * through the JDK's own list of files to delete; one that is killed leaves it behind, so each
 * session first takes away what such JVMs of the same user have left. Whether one still lives tells
 * a lock that the kernel holds for it: process ids do not, since containers that share a folder
 * have the same ones. Opening and closing the file would end a lock of this same process, so there
 * must be one session in a JVM at a time.
 */
final class SessionFolder implements Closeable {
  private static final String PREFIX = "jflare-profiles-";
  private static final String LOCK = "lock";

  /** All that is ever in it. */
  private static final String[] FILES = {
    LOCK, Recordings.AP_FILE, Recordings.JDK_FILE, OngoingRecording.ENDED, OngoingRecording.COPY
  };

  private final Path path;
  private final FileChannel lock;

  private SessionFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder of its own (0700) below another.
   *
   * @param parent the folder for temporary files
   * @param jvm what only this JVM is called: the next session's folder has the same name, because
   *     the JDK forgets none of the files that it is to delete
   */
  static SessionFolder create(Path parent, String jvm) throws IOException {
    SessionFolder folder = locked(parent, jvm);
    while (!Files.exists(folder.path.resolve(LOCK))) {
      // another JVM's cleaning came between making the file and locking it
      folder.lock.close();
      folder = locked(parent, jvm);
    }
    deleteLeftBehind(parent, folder.path);
    folder.path.toFile().deleteOnExit();
    for (String file : FILES) { // in reverse order: what is in the folder first
      folder.path.resolve(file).toFile().deleteOnExit();
    }
    return folder;
  }

  private static SessionFolder locked(Path parent, String jvm) throws IOException {
    Path named = parent.resolve(PREFIX + jvm);
    Path path =
        Files.exists(named, LinkOption.NOFOLLOW_LINKS)
            ? OwnerOnly.freshFolder(parent, PREFIX)
            : OwnerOnly.folder(named);
    FileChannel channel = null;
    try {
      OwnerOnly.file(path.resolve(LOCK));
      channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
      FileLock held = channel.lock();
      assert held.isValid();
    } catch (IOException | UnsupportedOperationException e) {
      if (channel != null) {
        channel.close();
      }
      FolderTree.delete(path);
      throw new IOException("cannot lock a file in " + parent + ": " + e.getMessage(), e);
    }
    return new SessionFolder(path, channel);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
    FolderTree.delete(path);
  }

  /** Only the same user's: root must not walk through what others can exchange under its feet. */
  private static void deleteLeftBehind(Path parent, Path own) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      UserPrincipal owner = Files.getOwner(own);
      for (Path folder : folders) {
        if (!folder.equals(own)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
            && isLeftBehind(folder.resolve(LOCK))) {
          FolderTree.delete(folder);
        }
      }
    } catch (IOException | UnsupportedOperationException cannotTell) {
      // then it stays for the next session to look at
    }
  }

  private static boolean isLeftBehind(Path lock) {
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      @Nullable FileLock free = channel.tryLock();
      return free != null;
    } catch (IOException | OverlappingFileLockException cannotTell) {
      return false;
    }
  }
}
