package dev.jflare.upload;

import java.net.URI;

/** Hears how an upload goes, in the thread that asked for it. */
public interface UploadListener {
  UploadListener NONE = new UploadListener() {};

  /**
   * The flare goes to this URL, which redirects may have led to; print it through {@code
   * PrintableUrl}.
   */
  default void resolved(URI target) {}

  /**
   * @param bytes of the archive and its form that have gone out, those of earlier attempts included
   *     when they arrived and are not sent again
   * @param totalBytes size of the archive; the form adds a few hundred
   */
  default void sent(long bytes, long totalBytes) {}

  /** What has arrived before is not sent again: it goes on at this byte of the archive. */
  default void resumed(long offset, long totalBytes) {}

  /** An attempt has failed and there will be another. */
  default void retrying(int failedAttempt, String why) {}
}
