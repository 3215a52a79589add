package dev.jflare.hprof;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A dump on its way from one stream to another, with a window in which it is read and changed.
 * Numbers are big-endian. Never reads more than the stream has at hand, so that the last record of
 * a pipe is seen without waiting for what follows it.
 */
final class Feed {
  private static final int WINDOW_BYTES = 2 << 20;

  private final InputStream in;
  private OutputStream out;
  private final byte[] window = new byte[WINDOW_BYTES];
  private int position;
  private int limit;
  private long base;
  private int idBytes = 8;

  Feed(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** How many bytes of the dump lie before the next one. */
  long offset() {
    return base + position;
  }

  void idBytes(int bytes) {
    idBytes = bytes;
  }

  int idBytes() {
    return idBytes;
  }

  byte[] window() {
    return window;
  }

  /** Where in the window the next byte is. */
  int position() {
    return position;
  }

  /** Whether there is another byte. */
  boolean more() throws IOException {
    return position < limit || refill(1);
  }

  /** Has the next bytes in the window, all of them. */
  void need(int bytes) throws IOException {
    if (limit - position < bytes && !refill(bytes)) {
      throw new EOFException("heap dump is cut: it ends at byte " + (base + limit));
    }
  }

  /** What {@link #need} can have at most. */
  static int largestNeed() {
    return WINDOW_BYTES;
  }

  int u1() {
    return window[position++] & 0xff;
  }

  int u2() {
    return u1() << 8 | u1();
  }

  int i4() {
    return u2() << 16 | u2();
  }

  long u4() {
    return i4() & 0xffffffffL;
  }

  long i8() {
    return u4() << 32 | u4();
  }

  long id() {
    return idBytes == 8 ? i8() : u4();
  }

  /** Passes bytes on that are in the window. */
  void skipNear(int bytes) {
    position += bytes;
  }

  /** Passes bytes on. */
  void skip(long bytes) throws IOException {
    if (bytes < 0) {
      throw new IOException("heap dump is damaged: a record is too short before byte " + offset());
    }
    for (long left = bytes; left > 0; ) {
      need(1);
      int here = (int) Math.min(left, limit - position);
      position += here;
      left -= here;
    }
  }

  /** Passes as many bytes of this value on in place of the next ones. */
  void overwrite(long bytes, byte value) throws IOException {
    for (long left = bytes; left > 0; ) {
      need(1);
      int here = (int) Math.min(left, limit - position);
      Arrays.fill(window, position, position + here, value);
      position += here;
      left -= here;
    }
  }

  /** From the next byte on everything goes there. */
  void redirect(OutputStream other) throws IOException {
    flush();
    out = other;
  }

  /** Writes what has been passed on. */
  void flush() throws IOException {
    out.write(window, 0, position);
    System.arraycopy(window, position, window, 0, limit - position);
    base += position;
    limit -= position;
    position = 0;
  }

  private boolean refill(int bytes) throws IOException {
    flush();
    while (limit < bytes) {
      int read = in.read(window, limit, window.length - limit);
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }
}
