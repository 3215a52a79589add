package dev.jflare.upload;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.log.Log;
import dev.jflare.route.PrintableUrl;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The file {@code <archive>.upload} beside an archive that is being uploaded: locked as long as it
 * is, so that a second run is told, and with what a later run needs to go on. It holds no key and
 * no signature; an upload whose URL has one is not remembered. Where no such file can be made, the
 * upload runs without.
 */
final class UploadState implements Closeable {
  private static final int FORMAT = 1;
  private static final long MAX_BYTES = 64 << 10;
  private static final int CLAIM_TRIES = 5;
  private static final Set<OpenOption> HOW =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));

  private final Path file;
  private final @Nullable FileChannel channel;
  private final Log log;
  private Map<String, Object> begun;
  private @Nullable URI upload;

  private UploadState(Path file, @Nullable FileChannel channel, Log log) {
    this.file = file;
    this.channel = channel;
    this.log = log;
    this.begun = read();
  }

  /**
   * Takes the archive for this run.
   *
   * @throws ArchiveBusyException when another run has it
   */
  static UploadState claim(Path archive, Log log) throws ArchiveBusyException {
    Path file = archive.resolveSibling(archive.getFileName() + ".upload");
    try {
      for (int i = 0; i < CLAIM_TRIES; i++) {
        Object before = identity(file);
        FileChannel channel = FileChannel.open(file, HOW);
        if (!locked(channel)) {
          channel.close();
          throw new ArchiveBusyException(archive);
        }
        if (before.equals(identity(file))) {
          return new UploadState(file, channel, log);
        }
        channel.close(); // the run before ours has just ended and taken its file away
      }
    } catch (ArchiveBusyException busy) {
      throw busy;
    } catch (IOException notHere) {
      log.debug("the upload is not remembered beside the archive: " + notHere);
    }
    return new UploadState(file, null, log);
  }

  /** Which file is at this path now; made when there is none. */
  private static Object identity(Path file) throws IOException {
    try {
      OwnerOnly.file(file);
    } catch (FileAlreadyExistsException earlierRun) {
      // its lock tells whether that run is over
    }
    Object key =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? file : key; // Windows has none, and deletes no file that is open
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisJvm) {
      return false;
    }
  }

  private Map<String, Object> read() {
    FileChannel open = channel;
    try {
      if (open == null || open.size() == 0 || open.size() > MAX_BYTES) {
        return new LinkedHashMap<>();
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) open.size());
      while (bytes.hasRemaining() && open.read(bytes, bytes.position()) >= 0) {
        // until all of it is there
      }
      return Json.readObject(new String(bytes.array(), StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      log.warn(file + " cannot be read: starting over", unreadable);
      return new LinkedHashMap<>();
    }
  }

  /** Whether an earlier run has left something to go on with, as far as this file says. */
  boolean isBegun() {
    return !begun.isEmpty();
  }

  /** What was said of the archive when the upload was created, where this run says nothing. */
  UploadForm complete(UploadForm form) {
    return form.withDefaults(said("case_id"), said("email"));
  }

  private String said(String field) {
    Object form = begun.get("form");
    return form instanceof Map ? Json.text((Map<?, ?>) form, field, "") : "";
  }

  /**
   * Compares what an earlier run has left with what this one is about to do, and forgets it where
   * they differ.
   *
   * @param creation the URL that this run would create its upload with
   */
  void match(URI creation, UploadJob job) throws IOException {
    if (!isBegun()) {
      return;
    }
    String reason = difference(creation, job);
    if (reason.isEmpty()) {
      return;
    }
    log.warn("The upload begun earlier cannot go on, " + reason + ": starting over");
    forget();
  }

  private String difference(URI creation, UploadJob job) throws IOException {
    if (Json.number(begun, "format", 0) != FORMAT) {
      return file + " is of another version";
    }
    if (!PrintableUrl.of(creation).equals(Json.text(begun, "destination", ""))) {
      return "it went to another destination, " + Json.text(begun, "destination", "");
    }
    if (Json.number(begun, "bytes", -1) != job.size()
        || !job.sha256().equals(Json.text(begun, "sha256", ""))) {
      return "the archive has changed";
    }
    UploadForm form = job.form();
    if (!form.caseId().equals(said("case_id")) || !form.email().equals(said("email"))) {
      return "it was for another case or address";
    }
    try {
      upload = Resolver.next(creation, creation, Json.text(begun, "upload", ""));
      return "";
    } catch (IOException elsewhere) {
      return String.valueOf(elsewhere.getMessage());
    }
  }

  Path file() {
    return file;
  }

  /** The upload to go on with; null when there is none. */
  @Nullable
  URI upload() {
    return upload;
  }

  /** Remembers an upload that was just created. */
  void begin(URI made, URI creation, UploadJob job, @Nullable String expires) throws IOException {
    if (made.getRawQuery() != null || made.getRawUserInfo() != null) {
      log.debug("the upload is not remembered: its URL is a credential");
      return;
    }
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("format", FORMAT);
    state.put("upload", made.toString());
    state.put("destination", PrintableUrl.of(creation));
    state.put("bytes", job.size());
    state.put("modified", job.modifiedMillis());
    state.put("sha256", job.sha256());
    state.put("form", job.form().fields());
    if (expires != null) {
      state.put("expires", expires);
    }
    begun = state;
    write(Json.pretty(state));
  }

  /** Nothing is left to go on with. */
  void forget() {
    begun = new LinkedHashMap<>();
    upload = null;
    write("");
  }

  private void write(String text) {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    try {
      open.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        open.write(bytes, bytes.position());
      }
    } catch (IOException full) {
      log.debug("the upload is not remembered beside the archive: " + full);
    }
  }

  /** Gives the archive free; the file stays only when there is something to go on with. */
  @Override
  public void close() {
    FileChannel open = channel;
    if (open == null) {
      return;
    }
    try {
      if (!isBegun()) {
        Files.deleteIfExists(file); // still locked: nobody else can have it
      }
      open.close();
    } catch (IOException stays) {
      log.debug(file + " stays: " + stays);
    }
  }
}
