package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import dev.jflare.scrub.ByteMachine.Walk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Passes bytes on with a mask in place of each known value. Holds back no more than what may be the
 * beginning of one, so values across blocks are found and memory does not depend on the length.
 */
final class MaskedOutput extends OutputStream {
  /** What takes the place of a value. */
  enum Mode {
    /** The same for all. */
    MASK,
    /** As many stars as there were bytes; for formats with lengths. UTF-16 keeps its zeros. */
    SAME_LENGTH
  }

  private static final byte[] MASK = Ascii.MASK.getBytes(StandardCharsets.US_ASCII);

  /** Values that overlap without end are masked in pieces. */
  private static final int LONGEST_HELD = 1 << 20;

  private final OutputStream out;
  private final ScrubTally tally;
  private final Mode mode;
  private final @Nullable ByteMachine machine;
  private final @Nullable Walk walk;
  private byte[] held = new byte[1 << 10];
  private int size;

  /** The last value found, in the coordinates of what is held; nothing is masked when empty. */
  private int start;

  private int end;

  MaskedOutput(@Nullable ByteMachine machine, OutputStream out, ScrubTally tally, Mode mode) {
    this.mode = mode;
    this.machine = machine;
    this.out = out;
    this.tally = tally;
    this.walk = machine == null ? null : machine.new Walk();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] block, int offset, int length) throws IOException {
    if (machine == null || walk == null) {
      out.write(block, offset, length);
      return;
    }
    if (size + length > held.length) {
      held = Arrays.copyOf(held, Math.max(size + length, 2 * held.length));
    }
    System.arraycopy(block, offset, held, size, length);
    walk.at = size;
    size += length;
    int written = 0;
    while (machine.step(held, size, walk)) {
      int from = Math.max(0, walk.at - walk.length());
      if (end > from) {
        start = Math.min(start, from); // they overlap: one mask for both
      } else {
        written = emit(written, from);
        start = from;
      }
      end = walk.at;
    }
    keep(emit(written, size - walk.open()));
  }

  /**
   * Writes up to a limit, with a mask for a value that lies before it. A value that reaches beyond
   * may still grow and is kept whole.
   *
   * @return up to where all is written
   */
  private int emit(int written, int limit) throws IOException {
    if (end == start) {
      out.write(held, written, Math.max(0, limit - written));
      return Math.max(written, limit);
    }
    if (end > limit && end - start < LONGEST_HELD) {
      out.write(held, written, Math.max(0, Math.min(start, limit) - written));
      return Math.max(written, Math.min(start, limit));
    }
    out.write(held, written, start - written);
    mask();
    tally.add(KnownValues.RULE, 1);
    out.write(held, end, Math.max(0, limit - end));
    start = end;
    return Math.max(end, limit);
  }

  private void mask() throws IOException {
    if (mode == Mode.MASK) {
      out.write(MASK, 0, MASK.length);
      return;
    }
    for (int i = start; i < end; i++) {
      held[i] = held[i] == 0 ? 0 : MASK[0];
    }
    out.write(held, start, end - start);
  }

  private void keep(int from) {
    System.arraycopy(held, from, held, 0, size - from);
    size -= from;
    start = Math.max(0, start - from);
    end = Math.max(0, end - from);
  }

  /** Writes what was held back. */
  void finish() throws IOException {
    keep(emit(0, size));
    out.flush();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    finish();
    out.close();
  }
}
