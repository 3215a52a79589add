package dev.jflare.scrub;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream as ranges of one buffer: as many whole lines as are there, or a window onto a line that
 * is longer than the buffer may grow. What the ranges of a long line are does not depend on how the
 * stream gives out its bytes.
 */
final class LineStream {
  private static final int FIRST_BUFFER = 1 << 16;

  private final InputStream in;
  private final int window;
  private byte[] buffer;
  private int limit;
  private int to;
  private boolean wholeLines = true;
  private boolean ended;

  /**
   * @param window how much of a long line is seen at once, in bytes
   */
  LineStream(InputStream in, int window) {
    this.in = in;
    this.window = window;
    this.buffer = new byte[Math.min(FIRST_BUFFER, window)];
  }

  /** The range starts at 0. */
  byte[] buffer() {
    return buffer;
  }

  /** Where the range ends. */
  int to() {
    return to;
  }

  /** Whether the range ends with a line, with or without a newline behind it. */
  boolean wholeLines() {
    return wholeLines;
  }

  /** Ends the range earlier; what is cut off comes again. */
  void cut(int end) {
    to = end;
  }

  /** Moves to the next range; false at the end of the stream. */
  boolean advance() throws IOException {
    limit -= to;
    System.arraycopy(buffer, to, buffer, 0, limit);
    to = afterNewline(0);
    while (to == 0 && !ended && limit < window) {
      int read = limit;
      fill();
      to = afterNewline(read);
    }
    wholeLines = to > 0 || ended;
    to = to > 0 ? to : limit;
    return to > 0;
  }

  /** Behind the last newline of what is there, or 0. */
  private int afterNewline(int from) {
    int i = limit;
    while (i > from && buffer[i - 1] != '\n') {
      i--;
    }
    return i == from ? 0 : i;
  }

  private void fill() throws IOException {
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.min(2L * buffer.length, window));
    }
    int count = in.read(buffer, limit, buffer.length - limit);
    ended = count < 0;
    limit += Math.max(0, count);
  }
}
