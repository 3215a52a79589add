package dev.jflare.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/** Gzip (RFC 1952). */
public final class Gzip {
  private static final int BUFFER_BYTES = 16 << 10;

  private Gzip() {}

  /** Whether it starts like gzip. */
  public static boolean isGzip(byte[] in) {
    return in.length > 2 && (in[0] & 0xff) == 0x1f && (in[1] & 0xff) == 0x8b;
  }

  /**
   * @param maxBytes how long the content may be: a few bytes can unpack to gigabytes
   * @throws IOException when it is not gzip, is damaged, or holds more than that
   */
  public static byte[] decompress(byte[] in, int maxBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(in), BUFFER_BYTES)) {
      for (int n = unpacked.read(buffer); n >= 0; n = unpacked.read(buffer)) {
        if (n > maxBytes - out.size()) {
          throw new IOException("gzip content is longer than " + maxBytes + " bytes");
        }
        out.write(buffer, 0, n);
      }
    }
    return out.toByteArray();
  }

  /**
   * Unpacks what may be large, as far as it goes.
   *
   * @param out gets the content and stays open
   * @return false when the gzip is cut or damaged: then its end is missing
   * @throws IOException when one of the streams fails
   */
  public static boolean decompress(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream unpacked = new GZIPInputStream(in, BUFFER_BYTES);
      for (int n = unpacked.read(buffer); n >= 0; n = unpacked.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return true;
    } catch (EOFException | ZipException damaged) {
      return false;
    }
  }

  /** What a packed stream unpacks to; closing it closes that. */
  static InputStream unpacked(InputStream in) throws IOException {
    return new GZIPInputStream(in, BUFFER_BYTES);
  }

  /** Packs into a stream; closing it closes that. */
  static OutputStream packed(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, BUFFER_BYTES);
  }

  /** Packs a stream at the fastest level, for what is too large to be packed well. */
  static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  public static byte[] compress(byte[] in) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length / 2 + 64);
    try (OutputStream packed = new GZIPOutputStream(out, BUFFER_BYTES)) {
      packed.write(in);
    } catch (IOException impossible) {
      throw new AssertionError("memory does not fail", impossible);
    }
    return out.toByteArray();
  }
}
