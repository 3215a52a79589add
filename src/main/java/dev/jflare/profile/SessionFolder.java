package dev.jflare.profile;

import dev.jflare.lang.LockedFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The private folder of a session that may last as long as its JVM. A JVM that ends takes it away
 * through the JDK's own list of files to delete; what one leaves behind that is killed, the next
 * session deletes.
 */
final class SessionFolder implements Closeable {
  private static final String PREFIX = "jflare-profiles-";

  /** All that is ever in it. */
  private static final String[] FILES = {
    LockedFolder.LOCK,
    Recordings.AP_FILE,
    Recordings.JDK_FILE,
    OngoingRecording.ENDED,
    OngoingRecording.COPY
  };

  private final LockedFolder folder;

  private SessionFolder(LockedFolder folder) {
    this.folder = folder;
  }

  /**
   * Makes a folder of its own (0700) below another.
   *
   * @param parent the folder for temporary files
   * @param jvm what only this JVM is called: the next session's folder has the same name, because
   *     the JDK forgets none of the files that it is to delete
   */
  static SessionFolder create(Path parent, String jvm) throws IOException {
    LockedFolder folder = LockedFolder.create(parent, PREFIX, jvm);
    folder.path().toFile().deleteOnExit();
    for (String file : FILES) { // in reverse order: what is in the folder first
      folder.path().resolve(file).toFile().deleteOnExit();
    }
    return new SessionFolder(folder);
  }

  Path path() {
    return folder.path();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
