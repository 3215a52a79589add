package dev.jflare.upload;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is to be uploaded: an archive as it is now, and what is said about it. */
final class UploadJob {
  private final Path archive;
  private final UploadForm form;
  private final long size;
  private final long modifiedMillis;
  private @Nullable String sha256;

  UploadJob(Path archive, UploadForm form) throws IOException {
    this(archive, form, Files.size(archive), Files.getLastModifiedTime(archive).toMillis());
  }

  private UploadJob(Path archive, UploadForm form, long size, long modifiedMillis) {
    this.archive = archive;
    this.form = form;
    this.size = size;
    this.modifiedMillis = modifiedMillis;
  }

  /** The same archive with another form. */
  UploadJob with(UploadForm other) {
    return new UploadJob(archive, other, size, modifiedMillis);
  }

  Path archive() {
    return archive;
  }

  UploadForm form() {
    return form;
  }

  long size() {
    return size;
  }

  long modifiedMillis() {
    return modifiedMillis;
  }

  /** In hex; the first call reads the whole archive. */
  String sha256() throws IOException {
    String known = sha256;
    if (known == null) {
      known = Hex.of(Sha256.of(archive, 0, size));
      sha256 = known;
    }
    return known;
  }
}
