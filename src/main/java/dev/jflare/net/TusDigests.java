package dev.jflare.net;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * SHA-256 of uploads as they arrive, over all their requests. It only spares reading an archive
 * again at its end: what this process has not seen from the first byte is read then.
 */
final class TusDigests {
  private final Map<String, Running> running = new HashMap<>();

  /** Bytes that have arrived at an offset. */
  void add(String id, long offset, ByteBuffer content) {
    Running digest = offset == 0 ? new Running() : running.get(id);
    if (digest == null) {
      return;
    }
    if (digest.offset != offset) {
      running.remove(id); // taken back, or written by somebody else
      return;
    }
    digest.offset += content.remaining();
    digest.sha256.update(content);
    running.put(id, digest);
  }

  /** Of all that has arrived, in hex. Ends it. */
  String end(String id, Path data) throws IOException {
    Running digest = running.remove(id);
    long size = Files.size(data);
    boolean whole = digest != null && digest.offset == size;
    return Hex.of(whole ? digest.sha256.digest() : Sha256.of(data, 0, size));
  }

  void drop(String id) {
    running.remove(id);
  }

  private static final class Running {
    private final MessageDigest sha256 = Sha256.digest();
    private long offset;
  }
}
