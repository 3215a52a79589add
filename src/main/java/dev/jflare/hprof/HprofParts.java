package dev.jflare.hprof;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Masks a dump that a JVM writes into two files at a time. From Java 22 on the objects go to a file
 * of their own, {@code NAME.p0}, which the JVM appends to the first one afterwards; and what it has
 * still in its buffer of names is written last (DumpMerger in heapDumper.cpp). Before, all is in
 * the first one. Where both are pipes, both have to be read at the same time, each by a thread.
 */
public final class HprofParts {
  private static final int ID_BYTES = 8; // of every JVM that has two files

  private final HprofPolicy policy;
  private volatile @Nullable RecordMask start;
  private volatile @Nullable RecordMask objects;

  public HprofParts(HprofPolicy policy) {
    this.policy = policy;
  }

  /**
   * Masks the first file up to its end mark. Nothing is written when it has no objects.
   *
   * @throws IOException as {@link HprofMask#mask} does
   */
  public void start(InputStream in, OutputStream out) throws IOException {
    RecordMask mask = RecordMask.ofStart(in, out, policy);
    mask.header();
    mask.records();
    mask.flush();
    out.flush();
    start = mask;
  }

  /**
   * Masks the second file up to an end mark, which whoever reads it adds: nine bytes, {@code 0x2c}
   * and zeroes.
   *
   * @throws IOException as {@link HprofMask#mask} does
   */
  public void objects(InputStream in, OutputStream out) throws IOException {
    RecordMask mask = RecordMask.ofSegments(in, out, policy, ID_BYTES);
    mask.records();
    mask.flush();
    out.flush();
    objects = mask;
  }

  /**
   * After both: whether the dump is what {@link #objects} wrote, with {@link #writeHead} before it;
   * otherwise it is what {@link #start} wrote.
   *
   * @throws IOException when one of them has not come to its end
   */
  public boolean inTwo() throws IOException {
    return ended(start).holds();
  }

  /** What belongs before the objects. */
  public HprofReport writeHead(OutputStream out) throws IOException {
    RecordMask head = ended(start);
    RecordMask following = ended(objects);
    if (head.idBytes() != ID_BYTES) {
      throw new IOException("heap dump in two parts with ids of " + head.idBytes() + " bytes");
    }
    head.writeHeld(out, following);
    HprofReport report = head.report();
    report.add(following.report());
    return report;
  }

  /** Of the first file alone. */
  public HprofReport report() throws IOException {
    return ended(start).report();
  }

  private static RecordMask ended(@Nullable RecordMask part) throws IOException {
    if (part == null) {
      throw new IOException("heap dump is cut: a part of it did not come to its end");
    }
    return part;
  }
}
