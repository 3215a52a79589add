package dev.jflare.profile;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import java.util.Collections;

/**
 * How many different rows tables may have together. Rows are counted by the memory they take, as a
 * stack of 500 frames takes ten times that of one of 30.
 */
final class RowBudget {
  /** The row that takes in what has no row of its own. */
  static final SampleKey OTHER =
      new SampleKey(
          new Stack(Collections.singletonList(Frame.nativeCode("[other]", ""))), Labels.NONE);

  /**
   * A row without its frames: key, stack, sums, and its places in the tables; and what each frame
   * adds, its share in the names of frames that few stacks have included. Measured with 31,000
   * stacks of about 27 frames by src/bench/continuous.sh: 500 bytes for each more row.
   */
  private static final long ROW_BYTES = 340;

  private static final long FRAME_BYTES = 6;

  private final long mostBytes;
  private long bytes;
  private long refused;

  RowBudget(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** What a row takes, in bytes. */
  static long bytes(SampleKey key) {
    return ROW_BYTES + FRAME_BYTES * key.frames().size();
  }

  /**
   * The row to add to: its own when the table has it or there is room for it, else {@link #OTHER}.
   */
  SampleKey admit(SampleTable table, SampleKey key) {
    if (table.has(key)) {
      return key;
    }
    if (bytes + bytes(key) > mostBytes) {
      refused++;
      return OTHER;
    }
    bytes += bytes(key);
    return key;
  }

  /** How often there was no room. */
  long refused() {
    return refused;
  }
}
