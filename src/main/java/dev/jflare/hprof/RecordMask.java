package dev.jflare.hprof;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Masks the records of one stream. All before the first object is held back, because only then is
 * it known which names are referred to.
 *
 * <pre>
 * "JAVA PROFILE 1.0.2" NUL, u4 bytes of an id, u8 time
 * record: u1 tag, u4 time, u4 length
 * </pre>
 */
final class RecordMask {
  private static final String MAGIC = "JAVA PROFILE 1.0.";
  private static final int LONGEST_NAME_OF_FORMAT = 32;
  private static final int RECORD_HEAD = 9;

  private final Feed feed;
  private final OutputStream out;
  private final SegmentMask segments;
  private final HprofReport report = new HprofReport();
  private final IdMap<Boolean> names = new IdMap<>();
  private final Held held = new Held();
  private boolean holding;
  private boolean ended;
  private boolean segmentsCame;

  private RecordMask(InputStream in, OutputStream out, HprofPolicy policy, boolean holding) {
    this.out = out;
    this.holding = holding;
    feed = new Feed(in, holding ? held : out);
    segments = new SegmentMask(feed, policy, report, names, this::release);
  }

  /** Of a dump's beginning, or a whole one. */
  static RecordMask ofStart(InputStream in, OutputStream out, HprofPolicy policy) {
    return new RecordMask(in, out, policy, true);
  }

  /** Of a part without a header, which holds segments alone. */
  static RecordMask ofSegments(InputStream in, OutputStream out, HprofPolicy policy, int idBytes) {
    RecordMask mask = new RecordMask(in, out, policy, false);
    mask.feed.idBytes(idBytes);
    return mask;
  }

  HprofReport report() {
    return report;
  }

  void header() throws IOException {
    StringBuilder format = new StringBuilder();
    feed.need(1);
    for (int c = feed.u1(); c != 0; c = feed.u1()) {
      format.append((char) c);
      if (format.length() > LONGEST_NAME_OF_FORMAT) {
        break;
      }
      feed.need(1);
    }
    if (!format.toString().startsWith(MAGIC)) {
      throw new IOException("not a heap dump: it does not begin with \"" + MAGIC + "\"");
    }
    feed.need(12);
    int idBytes = feed.i4();
    if (idBytes != 4 && idBytes != 8) {
      throw new IOException("heap dump with ids of " + idBytes + " bytes; 4 or 8 were expected");
    }
    feed.idBytes(idBytes);
    feed.skipNear(8);
  }

  /**
   * Reads up to the end mark, and not a byte further than the stream has at hand.
   *
   * @throws IOException when the stream ends before
   */
  void records() throws IOException {
    while (!ended && feed.more()) {
      record();
    }
    // the format before 1.0.2 has the heap in one piece and no end mark
    if (!ended && (segmentsCame || report.instances == 0)) {
      throw new IOException("heap dump is cut: it ends without its end mark");
    }
  }

  /** Whether no object has come: then everything is still held back. */
  boolean holds() {
    return holding;
  }

  /** Passes on what has been read. */
  void flush() throws IOException {
    feed.flush();
    report.bytes = feed.offset();
  }

  /**
   * Writes what is held back, without the end mark when objects are to follow it.
   *
   * @param following where these objects are masked; names that they refer to stay, too
   */
  void writeHeld(OutputStream to, @Nullable RecordMask following) throws IOException {
    holding = false;
    report.blankedSymbols += held.blank(names, following == null ? names : following.names);
    held.writeTo(to, held.size() - (following == null ? 0 : RECORD_HEAD));
  }

  int idBytes() {
    return feed.idBytes();
  }

  /** The first object comes: its tag has been read already. */
  private void release() throws IOException {
    if (holding) {
      feed.redirect(out);
      writeHeld(out, null);
    }
  }

  private void record() throws IOException {
    feed.need(RECORD_HEAD);
    int tag = feed.u1();
    feed.skipNear(4);
    long length = feed.u4();
    switch (tag) {
      case 0x01:
        symbol(length);
        break;
      case 0x02: // class: u4, id, u4, id of the name
        feed.need(2 * feed.idBytes() + 8);
        feed.skipNear(feed.idBytes() + 8);
        names.put(feed.id(), true);
        feed.skip(length - 2L * feed.idBytes() - 8);
        break;
      case 0x04: // frame: id, ids of method, signature and source file, u4, u4
        frame(length);
        break;
      case 0x03: // class unloaded
      case 0x05: // trace
      case 0x06: // allocation sites
      case 0x07: // heap summary
      case 0x0a: // thread start; its names are not referred to by anything else, and go
      case 0x0b: // thread end
      case 0x0d: // CPU samples
      case 0x0e: // settings
        feed.skip(length);
        break;
      case 0x1c: // segment
        segmentsCame = true;
        segments.segment(length);
        break;
      case 0x0c: // the heap in one piece, format 1.0.1
        segments.segment(length);
        break;
      case 0x2c:
        feed.skip(length);
        ended = true;
        break;
      default:
        throw new IOException(
            "heap dump is damaged or of an unknown kind: record "
                + tag
                + " at byte "
                + (feed.offset() - RECORD_HEAD));
    }
  }

  private void frame(long length) throws IOException {
    int id = feed.idBytes();
    feed.need(4 * id + 8);
    feed.skipNear(id);
    for (int i = 0; i < 3; i++) {
      names.put(feed.id(), true);
    }
    feed.skip(length - 4L * id);
  }

  private void symbol(long length) throws IOException {
    long textBytes = length - feed.idBytes();
    if (textBytes < 0) {
      throw new IOException("heap dump is damaged: a name of " + length + " bytes");
    }
    feed.need(feed.idBytes());
    long id = feed.id();
    report.symbols++;
    if (holding) {
      held.symbol(id, feed.offset(), textBytes);
      feed.skip(textBytes);
    } else if (names.get(id) != null) {
      feed.skip(textBytes);
    } else {
      feed.overwrite(textBytes, Held.BLANK);
      report.blankedSymbols++;
    }
  }
}
