package dev.jflare.lang;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What {@link InputStream} does by itself from Java 9 on. */
public final class Streams {
  private static final int BLOCK_BYTES = 1 << 16;

  private Streams() {}

  /** Everything up to the end of the stream; for content that is known to be small. */
  public static byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    copy(in, out);
    return out.toByteArray();
  }

  /** The next bytes of the stream, as many as there are up to a limit. */
  public static byte[] readUpTo(InputStream in, int limit) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] block = new byte[Math.min(limit, BLOCK_BYTES)];
    int read = 0;
    while (out.size() < limit && read != -1) {
      read = in.read(block, 0, Math.min(block.length, limit - out.size()));
      out.write(block, 0, Math.max(0, read));
    }
    return out.toByteArray();
  }

  /** Copies up to the end of the stream; closes neither. */
  public static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    int read;
    while ((read = in.read(block)) != -1) {
      out.write(block, 0, read);
    }
  }
}
