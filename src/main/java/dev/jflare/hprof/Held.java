package dev.jflare.hprof;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The beginning of a dump: names and classes. It is held back until everything that could refer to
 * a name has been seen. As large as the program's classes want, whatever the size of its heap.
 */
final class Held extends OutputStream {
  /** A hundred times what a large program has; a stream of names without end is no dump. */
  private static final long LARGEST_BYTES = 1L << 30;

  private static final int BLOCK_BYTES = 1 << 20;

  /** What a blank name is made of. */
  static final byte BLANK = '*';

  private final List<byte[]> blocks = new ArrayList<>();
  private long size;
  private long[] symbols = new long[3 * 4096];
  private int symbolCount;

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (size + length > LARGEST_BYTES) {
      throw new IOException("more than " + LARGEST_BYTES + " bytes of names before the objects");
    }
    for (int done = 0; done < length; ) {
      int at = (int) (size % BLOCK_BYTES);
      if (at == 0) {
        blocks.add(new byte[BLOCK_BYTES]);
      }
      int here = Math.min(length - done, BLOCK_BYTES - at);
      System.arraycopy(bytes, offset + done, blocks.get(blocks.size() - 1), at, here);
      done += here;
      size += here;
    }
  }

  long size() {
    return size;
  }

  /** Remembers where the text of a name is: the offset is that of the dump. */
  void symbol(long id, long offset, long length) {
    if (3 * symbolCount == symbols.length) {
      symbols = Arrays.copyOf(symbols, 2 * symbols.length);
    }
    int at = 3 * symbolCount++;
    symbols[at] = id;
    symbols[at + 1] = offset;
    symbols[at + 2] = length;
  }

  /** Overwrites the names that are in neither of the tables; returns how many. */
  long blank(IdMap<?> referenced, IdMap<?> alsoReferenced) {
    long blanked = 0;
    for (int at = 0; at < 3 * symbolCount; at += 3) {
      if (referenced.get(symbols[at]) == null && alsoReferenced.get(symbols[at]) == null) {
        blank(symbols[at + 1], symbols[at + 1] + symbols[at + 2]);
        blanked++;
      }
    }
    symbolCount = 0;
    return blanked;
  }

  /** Writes the bytes up to an offset and forgets all. */
  void writeTo(OutputStream out, long end) throws IOException {
    long left = end;
    for (byte[] block : blocks) {
      int here = (int) Math.min(left, BLOCK_BYTES);
      out.write(block, 0, here);
      left -= here;
    }
    blocks.clear();
    size = 0;
  }

  private void blank(long from, long to) {
    for (long at = from; at < to; ) {
      int start = (int) (at % BLOCK_BYTES);
      int here = (int) Math.min(to - at, BLOCK_BYTES - start);
      Arrays.fill(blocks.get((int) (at / BLOCK_BYTES)), start, start + here, BLANK);
      at += here;
    }
  }
}
