package dev.jflare.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The readable parts of a binary file, one on a line: runs of printable ASCII, also where every
 * other byte is zero, which is UTF-16 in either order.
 */
final class PrintableRuns extends InputStream {
  private static final int SHORTEST = 6;
  private static final int LONGEST_WIDE = 1 << 16;

  private final InputStream in;
  private final byte[] block = new byte[1 << 16];
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
  private final byte[] start = new byte[SHORTEST];
  private final ByteArrayOutputStream wide = new ByteArrayOutputStream();
  private byte[] ready = new byte[0];
  private int position;
  private int run;
  private int before = -1;
  private boolean ended;

  PrintableRuns(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (position == ready.length) {
      if (ended) {
        return false;
      }
      int count = in.read(block);
      for (int i = 0; i < count; i++) {
        take(block[i] & 0xff);
      }
      if (count < 0) {
        ended = true;
        endRun();
        endWide();
      }
      ready = out.toByteArray();
      out.reset();
      position = 0;
    }
    return true;
  }

  private void take(int b) {
    if ((b >= ' ' && b < 0x7f) || b == '\t') {
      printable(b);
    } else {
      endRun();
      if (b != 0 || before == 0) {
        endWide();
      }
    }
    before = b;
  }

  private void printable(int b) {
    if (run < SHORTEST) {
      start[run] = (byte) b;
    } else {
      out.write(b);
    }
    run++;
    if (run == SHORTEST) {
      out.write(start, 0, SHORTEST);
    }
    if (run > 1 || wide.size() == LONGEST_WIDE) {
      endWide();
    }
    wide.write(b);
  }

  private void endRun() {
    if (run >= SHORTEST) {
      out.write('\n');
    }
    run = 0;
  }

  private void endWide() {
    if (wide.size() >= SHORTEST) {
      byte[] text = wide.toByteArray();
      out.write(text, 0, text.length);
      out.write('\n');
    }
    wide.reset();
  }
}
