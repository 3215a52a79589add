package dev.jflare.profile;

import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.OwnerOnly;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/**
 * Remembers over a crash that native code was at work in it, so that the same program is not
 * crashed twice. While async-profiler is loaded, started and recording, a file says so; the end of
 * the session takes it away, and so does the end of the JVM, however it comes about short of a
 * crash or {@code kill -9}. A file whose process is gone is such an end: for seven days the program
 * is recorded with JFR, or until somebody deletes the file, or another version of the library
 * comes.
 *
 * <p>The files lie in {@code <tmpdir>/.jflare-crash-<uid>}, a folder that nobody else can open, and
 * go with their folder. Where there is no safe place for them, there is no such protection.
 */
final class CrashSentinel {
  static final Duration LASTS = Duration.ofDays(7);

  private final Path folder;
  private final String program;
  private final ProcessView self;
  private final Sighting own;
  private final Path file;

  private CrashSentinel(Path folder, String program, ProcessView self, Sighting own) {
    this.folder = folder;
    this.program = program;
    this.self = self;
    this.own = own;
    this.file = folder.resolve(program + "-" + self.pid());
  }

  /**
   * The sentinel of the program with these system properties.
   *
   * @param library fingerprint of the native library
   * @param longest how long this session can take at most; a session of a process that cannot be
   *     seen from here (another container on the same folder) counts as running until then
   */
  static CrashSentinel of(Map<String, String> properties, String library, Duration longest) {
    String tmp = properties.getOrDefault("java.io.tmpdir", "/tmp");
    return of(Paths.get(tmp), properties, library, longest);
  }

  static CrashSentinel of(
      Path tmp, Map<String, String> properties, String library, Duration longest) {
    ProcessView self = ProcessView.self();
    String command = properties.getOrDefault("sun.java.command", "");
    String program =
        Fingerprint.of(
            command.split(" ", 2)[0], // the main class or jar; arguments differ from start to start
            properties.getOrDefault("user.dir", ""),
            properties.getOrDefault("java.home", ""),
            properties.getOrDefault("java.vm.version", ""));
    Path folder = tmp.resolve(".jflare-crash-" + uid(self));
    return new CrashSentinel(folder, program, self, Sighting.now(self, library, longest));
  }

  /**
   * @throws RefusedException when this program has crashed with this library; says what to delete
   */
  void requireNoCrash() throws RefusedException {
    if (!isOurs()) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, program + "-*")) {
      for (Path other : left) {
        judge(other);
      }
    } catch (IOException unreadable) {
      // then nothing is known of an earlier crash
    }
  }

  private void judge(Path other) throws RefusedException, IOException {
    Sighting seen = Sighting.read(other);
    if (seen == null || seen.isOutdated(own)) {
      Files.deleteIfExists(other);
    } else if (!seen.isAlive(self)) {
      throw new RefusedException(
          "async-profiler is not loaded: this program may have crashed with it ("
              + seen.describe()
              + "); to try again, delete "
              + other);
    }
  }

  /**
   * Says what is about to be done.
   *
   * @param phase in words that follow "ended while it was": {@code loading it}
   * @return false when there is no safe place to say it
   */
  boolean enter(String phase) {
    try {
      makeFolder();
      if (!isOurs()) {
        return false;
      }
      Files.deleteIfExists(file);
      try (OutputStream out = OwnerOnly.stream(file)) {
        out.write(own.during(phase));
      }
      // no hook of ours: the JDK keeps two names, and deletes the later one first if it ends in
      // order
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return true;
    } catch (IOException | IllegalStateException noPlaceOrEnding) {
      return false;
    }
  }

  /** The session ended well. */
  void clear() {
    try {
      if (isOurs()) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException inUse) {
      // another program of this user is being recorded, and takes the folder away
    }
  }

  /** Another session's end may take the folder away just before we put our file into it. */
  private void makeFolder() throws IOException {
    try {
      OwnerOnly.folder(folder);
    } catch (FileAlreadyExistsException there) {
      // as it should be while others are recorded; isOurs says whether it is one of ours
    }
  }

  /**
   * Not a link, and nobody else's: in a folder that all may write to anybody could have made it.
   */
  private boolean isOurs() {
    try {
      PosixFileAttributes attributes =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return attributes.isDirectory()
          && PosixFilePermissions.toString(attributes.permissions()).equals("rwx------")
          && String.valueOf(owner).equals(uid(self));
    } catch (IOException | RuntimeException unknown) {
      return false;
    }
  }

  /** Effective user id; empty where the system has none, and then no folder is safe. */
  private static String uid(ProcessView self) {
    try {
      return Long.toString(self.status().uid());
    } catch (IOException noProc) {
      return "";
    }
  }

  /** Where this session's file is. */
  Path file() {
    return file;
  }
}
