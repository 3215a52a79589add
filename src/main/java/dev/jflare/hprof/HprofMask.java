package dev.jflare.hprof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Masks heap dumps while they flow. Numbers, characters and bytes become zero, in objects, arrays
 * and static fields alike; names that no class, field or frame refers to, which are the literals of
 * class files, become stars. No length changes, so sizes, references and counts stay. Strings show
 * nothing instead of garbage: their coder is zero, too.
 *
 * <p>Fails closed: what cannot be understood from the first byte to the end mark is an error, and
 * then what was written so far is to be thrown away.
 */
public final class HprofMask {
  private HprofMask() {}

  /**
   * Masks a dump in one pass. Memory depends on the number of classes and names, not on the size of
   * the heap. Bytes behind the end mark are not copied.
   *
   * @param in not packed; read up to the end mark
   * @param out gets whole blocks and is flushed, not closed
   * @throws IOException when a stream fails or the dump is cut, damaged or of an unknown kind
   */
  public static HprofReport mask(InputStream in, OutputStream out, HprofPolicy policy)
      throws IOException {
    RecordMask mask = RecordMask.ofStart(in, out, policy);
    mask.header();
    mask.records();
    mask.flush();
    if (mask.holds()) {
      mask.writeHeld(out, null);
    }
    out.flush();
    return mask.report();
  }
}
