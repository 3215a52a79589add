package dev.jflare.jfr;

/**
 * One finished chunk of a recording: a header of 68 bytes and the events behind it.
 *
 * <pre>
 *  0  "FLR\0"           16 offset of the last constant pool event
 *  4  u2 major, minor   24 offset of the metadata event
 *  8  size in bytes     32 start (ns), 40 duration (ns), 48 start (ticks), 56 ticks per second
 *                       64 u4 flags, bit 0: integers are compressed
 * </pre>
 */
public final class Chunk {
  /** Bytes of the header; the first event follows. */
  public static final int HEADER = 68;

  private final long offset;
  private final long size;
  private final long metadata;
  private final boolean compressed;
  private final long startTicks;

  Chunk(long offset, long size, long metadata, boolean compressed, long startTicks) {
    this.offset = offset;
    this.size = size;
    this.metadata = metadata;
    this.compressed = compressed;
    this.startTicks = startTicks;
  }

  /** Where it starts in the file. */
  public long offset() {
    return offset;
  }

  /** Bytes, header included. */
  public long size() {
    return size;
  }

  /** Behind its last byte in the file. */
  public long end() {
    return offset + size;
  }

  /**
   * When it began, in ticks of a clock that only goes forward; tells the chunks of a JVM apart
   * wherever they were copied to.
   */
  public long startTicks() {
    return startTicks;
  }

  /** Where its metadata event starts in the file. */
  long metadata() {
    return offset + metadata;
  }

  /** Whether integers are stored with 7 bits a byte, as every JVM does since JDK 8u262. */
  boolean compressed() {
    return compressed;
  }
}
