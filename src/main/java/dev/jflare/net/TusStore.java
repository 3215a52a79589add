package dev.jflare.net;

import dev.jflare.json.Json;
import dev.jflare.lang.Hex;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.log.Log;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Uploads that can be resumed, in a folder of their own: {@code <id>.json} says what it is going to
 * be, {@code <id>.part} is what has arrived, and its length is the offset. So whoever dies, client
 * or intake, nothing has to be written to remember how far it was. An upload that is complete has
 * become a flare, and its {@code .json} tells the case for a client that missed the answer.
 */
final class TusStore {
  private static final String INFO = ".json";
  private static final String DATA = ".part";
  private static final int ID_BYTES = 16;

  /** Strangers may begin so many and finish none. */
  private static final int MAX_UPLOADS = 256;

  private final Path folder;
  private final Duration keep;
  private final Log log;
  private final SecureRandom random = new SecureRandom();

  TusStore(Path folder, Duration keep, Log log) {
    this.folder = folder;
    this.keep = keep;
    this.log = log;
  }

  boolean isFull() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    int count = 0;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*" + DATA)) {
      for (Path part : parts) {
        count += Files.isRegularFile(part) ? 1 : 0;
      }
    }
    return count >= MAX_UPLOADS;
  }

  /** A new upload of which nothing has arrived. */
  TusUpload create(long length, Map<String, String> metadata, @Nullable String caseInPath)
      throws IOException {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    TusUpload upload = new TusUpload(Hex.of(bytes), length, metadata, caseInPath);
    OwnerOnly.folders(folder);
    OwnerOnly.file(data(upload.id()));
    write(upload);
    return upload;
  }

  /** Null when there is none of this id, or what there is cannot be read. */
  @Nullable
  TusUpload find(String id) {
    try {
      byte[] text = Files.readAllBytes(info(id));
      return TusUpload.read(id, Json.readObject(new String(text, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException unreadable) {
      log.warn("upload " + id + " cannot be read", unreadable);
      return null;
    }
  }

  /** How much has arrived. */
  long offset(TusUpload upload) throws IOException {
    return upload.isFinished() ? upload.length() : Files.size(data(upload.id()));
  }

  Path data(String id) {
    return folder.resolve(id + DATA);
  }

  /** When it is forgotten unless something comes until then. */
  Instant expires(TusUpload upload) throws IOException {
    Path newest = upload.isFinished() ? info(upload.id()) : data(upload.id());
    return Files.getLastModifiedTime(newest).toInstant().plus(keep);
  }

  /** It has become a flare; its data has been moved away. */
  void finish(TusUpload upload) throws IOException {
    write(upload);
  }

  void delete(String id) throws IOException {
    Files.deleteIfExists(info(id));
    Files.deleteIfExists(data(id));
  }

  /** Deletes what nobody has gone on with. */
  void sweep() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        // the data's age counts for both; alone, a file is left over from a crash
        Path data = data(String.valueOf(file.getFileName()).replaceAll("\\..*", ""));
        Path newest = Files.exists(data) ? data : file;
        Instant end = Files.getLastModifiedTime(newest).toInstant().plus(keep);
        if (end.isBefore(Instant.now())) {
          Files.deleteIfExists(file);
          log.info("removed " + file.getFileName() + " of an upload that has expired");
        }
      }
    } catch (IOException later) {
      log.warn("could not look for expired uploads", later);
    }
  }

  private void write(TusUpload upload) throws IOException {
    Path aside = folder.resolve(upload.id() + ".new");
    Files.deleteIfExists(aside);
    try (OutputStream out = OwnerOnly.stream(aside)) {
      out.write(Json.pretty(upload.toJson()).getBytes(StandardCharsets.UTF_8));
    }
    Files.move(aside, info(upload.id()), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path info(String id) {
    return folder.resolve(id + INFO);
  }
}
