package dev.jflare.net;

import java.io.IOException;
import java.io.InputStream;

/** A body of zeroes, of any length, that may fail on the way. */
final class BytesBody implements RequestBody {
  private final long length;
  private final long failAt;
  private int closed;

  private BytesBody(long length, long failAt) {
    this.length = length;
    this.failAt = failAt;
  }

  static BytesBody of(long length) {
    return new BytesBody(length, Long.MAX_VALUE);
  }

  static BytesBody failingAt(long failAt) {
    return new BytesBody(Long.MAX_VALUE, failAt);
  }

  int closed() {
    return closed;
  }

  @Override
  public String contentType() {
    return "application/octet-stream";
  }

  @Override
  public InputStream open() {
    return new InputStream() {
      private long at;

      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
      }

      @Override
      public int read(byte[] into, int offset, int count) throws IOException {
        if (at >= failAt) {
          throw new IOException("disk on fire");
        }
        int n = (int) Math.min(count, length - at);
        at += n;
        return n == 0 ? -1 : n;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }
}
