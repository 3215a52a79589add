package dev.jflare.jfr;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** Walks the events of a chunk by their heads: size and type, then what the caller reads. */
final class Events {
  static final long METADATA = 0;
  static final long POOL = 1;

  private final Cursor cursor;
  private final long limit;
  private long offset;
  private long end;
  private long type;

  /**
   * @param start of the first event in the file
   * @param limit of the chunk; an event that reaches beyond it is not there
   */
  Events(FileChannel channel, long start, long limit) {
    this.cursor = new Cursor(channel, start, limit);
    this.limit = limit;
    this.end = start;
  }

  /** Goes to the next event; false when there is none, or none that is whole. */
  boolean next() throws IOException {
    if (end >= limit) {
      return false;
    }
    cursor.seek(end);
    offset = end;
    long size = headNumber();
    if (size < 2 || size > limit - offset) {
      return false;
    }
    end = offset + size;
    type = headNumber();
    return type >= 0;
  }

  /** Size or type of an event; -1 when the file was cut within it. */
  private long headNumber() throws IOException {
    if (limit - cursor.offset() >= Cursor.LONGEST_NUMBER) {
      return cursor.varlong();
    }
    long value = 0;
    for (int shift = 0; shift < 63 && cursor.offset() < limit; shift += 7) {
      byte next = cursor.next();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return -1;
  }

  /** Behind size and type of the event. */
  Cursor cursor() {
    return cursor;
  }

  long type() {
    return type;
  }

  long offset() {
    return offset;
  }

  long end() {
    return end;
  }
}
