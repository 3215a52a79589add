package dev.jflare.upload;

import java.io.IOException;
import java.nio.file.Path;

/** Another run is uploading the same archive right now. */
final class ArchiveBusyException extends IOException {
  private static final long serialVersionUID = 1;

  ArchiveBusyException(Path archive) {
    super("another run is uploading " + archive + " right now; wait for it to end, or end it");
  }
}
