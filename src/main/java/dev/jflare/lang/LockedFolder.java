package dev.jflare.lang;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A private folder that does not outlive its process by much: a process that is killed leaves it
 * behind, so whoever makes the next one of the same kind first takes away what such processes of
 * the same user have left. Whether one still lives tells a lock that the kernel holds for it:
 * process ids do not, since containers that share a folder have the same ones.
 */
public final class LockedFolder implements Closeable {
  /** The file that is locked. */
  public static final String LOCK = "lock";

  /** Opening and closing such a file would end the lock that this same process has on it. */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final @Nullable FileChannel lock;

  private LockedFolder(Path path, @Nullable FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes a folder of its own (0700) below another.
   *
   * @param prefix the beginning of the name, for this kind of folder alone
   * @throws IOException when it cannot be made there
   */
  public static LockedFolder create(Path parent, String prefix) throws IOException {
    return create(parent, prefix, "");
  }

  /**
   * The same with a name that is taken if it is free.
   *
   * @param name what stands behind the prefix then; empty for any
   */
  public static LockedFolder create(Path parent, String prefix, String name) throws IOException {
    LockedFolder folder = locked(parent, prefix, name);
    while (folder.lock != null && !Files.exists(folder.path.resolve(LOCK))) {
      // another process's cleaning came between making the file and locking it
      folder.close();
      folder = locked(parent, prefix, name);
    }
    deleteLeftBehind(folder.path, prefix, LOCK, Duration.ZERO);
    return folder;
  }

  private static LockedFolder locked(Path parent, String prefix, String name) throws IOException {
    Path named = parent.resolve(prefix + name);
    Path path =
        name.isEmpty() || Files.exists(named, LinkOption.NOFOLLOW_LINKS)
            ? OwnerOnly.freshFolder(parent, prefix)
            : OwnerOnly.folder(named);
    OURS.add(path.toAbsolutePath());
    FileChannel channel = null;
    try {
      OwnerOnly.file(path.resolve(LOCK));
      channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
      FileLock held = channel.lock();
      assert held.isValid();
    } catch (IOException | UnsupportedOperationException noLocks) {
      // on some network file systems; without the file nobody takes the folder for left behind
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(path.resolve(LOCK));
      return new LockedFolder(path, null);
    }
    return new LockedFolder(path, channel);
  }

  public Path path() {
    return path;
  }

  /** Deletes it with all it holds. */
  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
    FolderTree.delete(path);
    OURS.remove(path.toAbsolutePath());
  }

  /**
   * Takes away what processes that were killed have left. Only this user's: root must not walk
   * through what others can exchange under its feet.
   *
   * @param own a folder of this process beside theirs
   * @param lock the name of the file that such a process held locked
   * @param age how old that file has to be, for a kind of folder whose owner may not have locked it
   *     yet
   */
  public static void deleteLeftBehind(Path own, String prefix, String lock, Duration age) {
    Path parent = own.toAbsolutePath().getParent();
    if (parent == null) {
      return;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
      UserPrincipal owner = Files.getOwner(own);
      Instant latest = Instant.now().minus(age);
      for (Path folder : folders) {
        if (!OURS.contains(folder.toAbsolutePath())
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
            && isLeftBehind(folder.resolve(lock), latest)) {
          FolderTree.delete(folder);
        }
      }
    } catch (IOException | UnsupportedOperationException cannotTell) {
      // then it stays for the next one to look at
    }
  }

  private static boolean isLeftBehind(Path lock, Instant latest) {
    try {
      if (Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toInstant().isAfter(latest)) {
        return false;
      }
    } catch (IOException none) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      @Nullable FileLock free = channel.tryLock();
      return free != null;
    } catch (IOException | OverlappingFileLockException cannotTell) {
      return false;
    }
  }
}
