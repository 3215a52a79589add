package dev.jflare.cli.attach;

import dev.jflare.lang.LockedFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;

/**
 * The profilers' files, copied out of the target's reach. The originals lie in a folder that
 * belongs to the target's user, who could put a link in their place while root works on them.
 */
final class RecordingsCopy implements Closeable {
  private static final OpenOption[] READ_NO_LINKS = {
    StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS
  };

  /** Written last, when the session has ended. */
  private static final String DESCRIPTION = "recordings.properties";

  private final LockedFolder folder;

  private RecordingsCopy(LockedFolder folder) {
    this.folder = folder;
  }

  /** Copies the plain files of a folder; links and whatever else there is stay behind. */
  static RecordingsCopy of(Path recordings) throws IOException {
    Path temporary = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
    LockedFolder folder = LockedFolder.create(temporary, "jflare-recordings-");
    try {
      if (Files.isDirectory(recordings, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recordings)) {
          for (Path file : files) {
            copy(file, folder.path());
          }
        }
      }
      return new RecordingsCopy(folder);
    } catch (IOException | RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static void copy(Path file, Path folder) throws IOException {
    Path name = file.getFileName();
    if (name == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file, READ_NO_LINKS)) {
      Files.copy(in, folder.resolve(name));
    }
  }

  Path folder() {
    return folder.path();
  }

  /** Whether a session has ended and described what it left. */
  boolean isComplete() {
    return Files.isRegularFile(folder().resolve(DESCRIPTION));
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
