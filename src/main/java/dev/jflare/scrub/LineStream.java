package dev.jflare.scrub;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream as ranges of one buffer, which grows to the longest line allowed and no
 * further. A longer line is skipped and only its length is known.
 */
final class LineStream {
  private static final int FIRST_BUFFER = 1 << 16;

  private final InputStream in;
  private final int longestLine;
  private byte[] buffer;
  private int limit;
  private boolean ended;
  private int position;

  private int from;
  private int to;
  private int next;
  private long skipped;

  LineStream(InputStream in, int longestLine) {
    this.in = in;
    this.longestLine = longestLine;
    this.buffer = new byte[Math.min(FIRST_BUFFER, longestLine + 2)];
  }

  byte[] buffer() {
    return buffer;
  }

  /** Where the line starts. */
  int from() {
    return from;
  }

  /** Where its content ends and its terminator, LF or CRLF, starts. */
  int to() {
    return to;
  }

  /** Behind its terminator. */
  int next() {
    return next;
  }

  /** How many bytes of this line were left out because it is too long; 0 for all others. */
  long skipped() {
    return skipped;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean advance() throws IOException {
    skipped = 0;
    from = position;
    int scanned = from;
    while (true) {
      int newline = newline(scanned);
      if (newline >= 0) {
        return found(newline, newline + 1);
      }
      if (ended) {
        return limit > from && found(limit, limit);
      }
      if (limit - from > longestLine) {
        return skipLine();
      }
      scanned = limit - from;
      fill();
      scanned += from;
    }
  }

  private boolean found(int end, int after) {
    to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
    next = after;
    position = after;
    return true;
  }

  private int newline(int start) {
    for (int i = start; i < limit; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The start of the line moves to the start of the buffer, then more is read behind it. */
  private void fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, limit - from);
      limit -= from;
      from = 0;
    }
    if (limit == buffer.length) {
      int doubled = (int) Math.min(2L * buffer.length, longestLine + 2L);
      buffer = Arrays.copyOf(buffer, doubled);
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    ended = count < 0;
    limit += Math.max(0, count);
  }

  /** Keeps the last byte of what it throws away, because it may be the first half of a CRLF. */
  private boolean skipLine() throws IOException {
    int newline = newline(from);
    while (newline < 0 && !ended) {
      skipped += limit - from - 1;
      buffer[0] = buffer[limit - 1];
      limit = 1;
      from = 0;
      fill();
      newline = newline(0);
    }
    int end = newline < 0 ? limit : newline;
    found(end, newline < 0 ? end : end + 1);
    skipped += to - from;
    from = to;
    return true;
  }
}
