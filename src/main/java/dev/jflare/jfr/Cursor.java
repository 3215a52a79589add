package dev.jflare.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads the numbers and bytes of one chunk forward through a small buffer, and writes what is
 * overwritten back with that buffer; memory is constant.
 */
final class Cursor {
  private static final int BUFFER = 1 << 16;

  /** Bytes of a number, at the most. */
  static final int LONGEST_NUMBER = 9;

  private final FileChannel channel;
  private final long end;
  private final byte[] buffer = new byte[BUFFER];
  private long base;
  private int position;
  private int limit;
  private int dirtyFrom = BUFFER;
  private int dirtyTo;

  /**
   * @param end reading at or behind this offset of the file is an error
   */
  Cursor(FileChannel channel, long start, long end) {
    this.channel = channel;
    this.end = end;
    this.base = start;
  }

  /** The offset in the file of the next byte. */
  long offset() {
    return base + position;
  }

  void seek(long offset) throws IOException {
    if (offset > end) {
      throw damaged("offset " + offset + " is behind the end of its chunk");
    }
    if (offset >= base && offset <= base + limit) {
      position = (int) (offset - base);
    } else {
      flush();
      base = offset;
      position = 0;
      limit = 0;
    }
  }

  void skip(long count) throws IOException {
    if (count < 0) {
      throw damaged("a length is negative");
    }
    seek(offset() + count);
  }

  byte next() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++];
  }

  private void fill() throws IOException {
    flush();
    base += limit;
    position = 0;
    limit = 0;
    int most = (int) Math.min(BUFFER, end - base);
    int count = most <= 0 ? -1 : channel.read(ByteBuffer.wrap(buffer, 0, most), base);
    if (count <= 0) {
      throw damaged("the chunk ends within an event");
    }
    limit = count;
  }

  /** LEB128 with at most nine bytes, of which the last has eight bits. */
  long varlong() throws IOException {
    if (limit - position >= LONGEST_NUMBER) {
      return buffered();
    }
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      byte b = next();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    return value | (next() & 0xffL) << 56;
  }

  /** The same, when all of it is in the buffer for certain. */
  private long buffered() {
    int at = position;
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      byte b = buffer[at++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        position = at;
        return value;
      }
    }
    position = at + 1;
    return value | (buffer[at] & 0xffL) << 56;
  }

  /**
   * Reads numbers that follow each other.
   *
   * @param into as many as it has room for
   */
  void numbers(long[] into) throws IOException {
    if (limit - position < into.length * LONGEST_NUMBER) {
      for (int i = 0; i < into.length; i++) {
        into[i] = varlong();
      }
      return;
    }
    byte[] bytes = buffer;
    int at = position;
    for (int i = 0; i < into.length; i++) {
      long value = bytes[at++];
      if (value < 0) {
        value &= 0x7f;
        byte b = -1;
        for (int shift = 7; b < 0 && shift < 56; shift += 7) {
          b = bytes[at++];
          value |= (b & 0x7fL) << shift;
        }
        if (b < 0) {
          value |= (bytes[at++] & 0xffL) << 56;
        }
      }
      into[i] = value;
    }
    position = at;
  }

  /** A length or count. */
  int count() throws IOException {
    long value = varlong();
    if (value < 0 || value > end - offset()) {
      throw damaged("a count of " + value + " is more than the chunk holds");
    }
    return (int) value;
  }

  byte[] bytes(int count) throws IOException {
    byte[] out = new byte[count];
    int copied = 0;
    while (copied < count) {
      if (position == limit) {
        fill();
      }
      int part = Math.min(count - copied, limit - position);
      System.arraycopy(buffer, position, out, copied, part);
      position += part;
      copied += part;
    }
    return out;
  }

  /** Replaces bytes of the file; they are there for certain only after {@link #flush}. */
  void overwrite(long offset, byte[] bytes) throws IOException {
    if (offset < base || offset + bytes.length > base + limit) {
      flush();
      write(ByteBuffer.wrap(bytes), offset);
      base = offset(); // the buffer may hold a part of it as it was
      position = 0;
      limit = 0;
      return;
    }
    int at = (int) (offset - base);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    dirtyFrom = Math.min(dirtyFrom, at);
    dirtyTo = Math.max(dirtyTo, at + bytes.length);
  }

  void flush() throws IOException {
    if (dirtyTo > dirtyFrom) {
      write(ByteBuffer.wrap(buffer, dirtyFrom, dirtyTo - dirtyFrom), base + dirtyFrom);
    }
    dirtyFrom = BUFFER;
    dirtyTo = 0;
  }

  private void write(ByteBuffer bytes, long offset) throws IOException {
    long to = offset;
    while (bytes.hasRemaining()) {
      to += channel.write(bytes, to);
    }
  }

  IOException damaged(String why) {
    return new IOException("damaged recording near byte " + offset() + ": " + why);
  }
}
