package dev.jflare.cli.attach;

import dev.jflare.jvm.ProcessStatus;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The UNIX socket on which a HotSpot JVM takes orders: {@code /tmp/.java_pidN}, always below {@code
 * /tmp} as the JVM sees it, N being the pid that it knows itself by. The JVM makes it when SIGQUIT
 * comes and there is a file {@code .attach_pidN}; see attachListener_posix.cpp and reference attach
 * 0.
 */
final class ListenerDoor {
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private final ProcessView process;
  private final Log log;

  ListenerDoor(ProcessView process, Log log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Connects, having the JVM open its door first where it has not yet. At most one signal is sent,
   * and a file that an earlier process has left is taken away at most once.
   */
  AttachSocket connect(Deadline limit) throws IOException {
    Path tmp = process.files().resolve("/tmp");
    ProcessStatus status = status();
    Path door = door(tmp, status);
    clear(door, status);
    if (isSocket(door)) {
      try {
        return AttachSocket.connect(door, limit);
      } catch (ConnectException nobody) {
        if (!olderThanProcess(door)) {
          throw nobody;
        }
        remove(door, "it is older than the JVM, and nobody listens");
      }
    }
    knock(tmp, door, limit);
    checkOwner(door, status);
    return AttachSocket.connect(door, limit);
  }

  /**
   * Takes away what cannot be the JVM's door: something that is no socket, or the socket of another
   * user's process that had this pid before. In a {@code /tmp} of everybody's only the file's owner
   * and root can, so root does it before it sends somebody else.
   *
   * @throws AttachException when a socket that is newer than the JVM belongs to somebody else
   */
  void clear() throws IOException {
    ProcessStatus status = status();
    clear(door(process.files().resolve("/tmp"), status), status);
  }

  private void clear(Path door, ProcessStatus status) throws IOException {
    if (!Files.exists(door, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!isSocket(door)) {
      remove(door, "it is no socket");
    } else if (owner(door) != status.uid() && olderThanProcess(door)) {
      remove(door, "it is older than the JVM, and another user's");
    } else {
      checkOwner(door, status);
    }
  }

  private static Path door(Path tmp, ProcessStatus status) {
    return tmp.resolve(".java_pid" + status.namespacePid());
  }

  private ProcessStatus status() throws IOException {
    try {
      return process.status();
    } catch (NoSuchFileException ended) {
      throw gone();
    }
  }

  private void knock(Path tmp, Path door, Deadline limit) throws IOException {
    // read anew: a JVM that has just started gets its handler late, and one signal too early ends
    // it
    ProcessStatus status = status();
    if (!status.catchesSigquit()) {
      throw new AttachException(
          AttachProblem.NO_HANDLER,
          "JVM " + process.pid() + " does not handle SIGQUIT, which would end it",
          null);
    }
    Path request = request(tmp, ".attach_pid" + status.namespacePid());
    try {
      Sigquit.send(process.pid());
      while (!isSocket(door)) {
        if (!process.exists() || status().zombie()) {
          throw gone();
        }
        if (!Pause.within(limit, LOOK_EVERY)) {
          throw new AttachException(
              AttachProblem.NO_ANSWER,
              "JVM " + process.pid() + " did not open its attach socket in time",
              null);
        }
      }
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      Files.deleteIfExists(request);
    }
  }

  /** In {@code /tmp}, which the JVM needs for its socket anyway; else where the JVM works. */
  private Path request(Path tmp, String name) throws IOException {
    Path request = tmp.resolve(name);
    try {
      return Files.createFile(request);
    } catch (FileAlreadyExistsException left) {
      Files.delete(request); // by a client that was killed; its owner may be one the JVM refuses
      return Files.createFile(request);
    } catch (IOException full) {
      log.debug("cannot write " + request + ": " + full);
      return Files.createFile(process.files().resolve(".").resolve(name));
    }
  }

  /** Anybody may have put a socket there before the JVM did. */
  private void checkOwner(Path door, ProcessStatus status) throws IOException {
    long owner = owner(door);
    if (owner != status.uid()) {
      throw new AttachException(
          AttachProblem.NOT_PERMITTED,
          "the attach socket of "
              + process.pid()
              + " belongs to user "
              + owner
              + ", the JVM to "
              + status.uid(),
          null);
    }
  }

  private static long owner(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private boolean olderThanProcess(Path door) throws IOException {
    Instant made = Files.getLastModifiedTime(door, LinkOption.NOFOLLOW_LINKS).toInstant();
    Optional<Instant> started = process.startTime();
    return started.isPresent() && made.isBefore(started.get());
  }

  private void remove(Path door, String why) throws IOException {
    log.debug("taking " + door + " away: " + why);
    try {
      Files.deleteIfExists(door);
    } catch (IOException notOurs) {
      throw new AttachException(
          AttachProblem.STALE_SOCKET, door + " stands in the way: " + why, notOurs);
    }
  }

  private static boolean isSocket(Path file) throws IOException {
    try {
      int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return (mode & FILE_TYPE) == SOCKET;
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  private AttachException gone() {
    return new AttachException(AttachProblem.GONE, "process " + process.pid() + " has ended", null);
  }
}
