package dev.jflare.archive;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the files of a tar (POSIX.1-1988 ustar, with the long names of GNU tar and pax), in order
 * and without going back.
 */
final class Tar {
  private static final int BLOCK = 512;
  private static final int LARGEST_HEADER = 1 << 20;
  private static final byte[] NOTHING = new byte[0];

  private final InputStream in;
  private long left;
  private long padding;

  Tar(InputStream in) {
    this.in = in;
  }

  /**
   * The next plain file; what is left of the one before is skipped.
   *
   * @return its name, or null at the end
   */
  @Nullable
  String next() throws IOException {
    String longName = "";
    while (true) {
      skip(left + padding);
      byte[] header = new byte[BLOCK];
      if (!full(header) || allZero(header)) {
        left = 0;
        padding = 0;
        return null;
      }
      left = size(header);
      padding = (BLOCK - left % BLOCK) % BLOCK;
      char type = (char) (header[156] & 0xff);
      if (type == 'L' || type == 'x') {
        String text = new String(rest(), StandardCharsets.UTF_8);
        longName = type == 'L' ? text.replace("\0", "") : paxPath(text, longName);
      } else if (type == '0' || type == 0) {
        return longName.isEmpty() ? name(header) : longName;
      } else {
        longName = type == 'g' ? longName : "";
      }
    }
  }

  /** The content of the file that {@link #next} told of. */
  InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        if (left == 0) {
          return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
          throw new IOException("the tar ends within a file");
        }
        left -= count;
        return count;
      }
    };
  }

  private byte[] rest() throws IOException {
    if (left > LARGEST_HEADER) {
      throw new IOException("the tar has a header of " + left + " bytes");
    }
    byte[] all = new byte[(int) left];
    if (!full(all)) {
      throw new IOException("the tar ends within a header");
    }
    left = 0;
    return all;
  }

  /** Fills all of it; false when the stream ends before. */
  private boolean full(byte[] target) throws IOException {
    int read = 0;
    while (read < target.length) {
      int count = in.read(target, read, target.length - read);
      if (count < 0) {
        return false;
      }
      read += count;
    }
    return true;
  }

  private void skip(long count) throws IOException {
    byte[] block = count == 0 ? NOTHING : new byte[1 << 14];
    long skipped = 0;
    while (skipped < count) {
      int read = in.read(block, 0, (int) Math.min(block.length, count - skipped));
      if (read < 0) {
        return;
      }
      skipped += read;
    }
  }

  private static boolean allZero(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static long size(byte[] header) throws IOException {
    if ((header[124] & 0x80) != 0) {
      long size = 0;
      for (int i = 128; i < 136; i++) {
        size = (size << 8) | (header[i] & 0xff);
      }
      return positive(size);
    }
    String octal = text(header, 124, 12).trim();
    try {
      return octal.isEmpty() ? 0 : positive(Long.parseLong(octal, 8));
    } catch (NumberFormatException e) {
      throw new IOException("the tar is damaged: a size is no number", e);
    }
  }

  private static long positive(long size) throws IOException {
    if (size < 0) {
      throw new IOException("the tar is damaged: a size is negative");
    }
    return size;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
  }

  private static String paxPath(String records, String otherwise) {
    int path = records.indexOf(" path=");
    int end = path < 0 ? -1 : records.indexOf('\n', path);
    return end < 0 ? otherwise : records.substring(path + 6, end);
  }

  private static String text(byte[] header, int from, int length) {
    String text = new String(header, from, length, StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
