package dev.jflare.hprof;

import dev.jflare.lang.Nullable;
import java.io.IOException;

/**
 * Masks the records of heap segments: roots, classes, objects. Learns the classes as they come;
 * they come before their instances.
 *
 * <pre>
 * class      0x20: id, u4, id super, 5 id, u4, u2 n {u2, u1 type, value}, u2 n {id name, u1 type, value},
 *                  u2 n {id name, u1 type}
 * instance   0x21: id, u4, id class, u4 bytes, fields
 * objects    0x22: id, u4, u4 n, id class, n id
 * primitives 0x23: id, u4, u4 n, u1 type, values
 * </pre>
 */
final class SegmentMask {
  /** Records before which names are held back: objects refer to none. */
  interface FirstObject {
    void comes() throws IOException;
  }

  private static final int OBJECT_ARRAY = 0x22;
  private static final int PRIMITIVE_ARRAY = 0x23;

  private final Feed feed;
  private final HprofPolicy policy;
  private final KeptTexts texts;
  private final HprofReport report;
  private final IdMap<Boolean> names;
  private final FirstObject firstObject;
  private final IdMap<ClassLayout> classes = new IdMap<>();
  private boolean objectsCame;
  private long lastClass;
  private @Nullable ClassLayout lastLayout;

  /**
   * @param names gets the ids of the names that classes refer to
   */
  SegmentMask(
      Feed feed,
      HprofPolicy policy,
      HprofReport report,
      IdMap<Boolean> names,
      FirstObject firstObject) {
    this.feed = feed;
    this.policy = policy;
    this.texts = new KeptTexts(policy.texts());
    this.report = report;
    this.names = names;
    this.firstObject = firstObject;
  }

  /** Masks the next bytes, which are whole records. */
  void segment(long bytes) throws IOException {
    long end = feed.offset() + bytes;
    while (feed.offset() < end) {
      feed.need(1);
      record(feed.u1());
    }
    if (feed.offset() != end) {
      throw damaged("a record goes beyond the end of its segment at byte " + end);
    }
  }

  private void record(int tag) throws IOException {
    int id = feed.idBytes();
    switch (tag) {
      case 0x21:
        instance();
        break;
      case PRIMITIVE_ARRAY:
        primitiveArray();
        break;
      case OBJECT_ARRAY:
        objectArray();
        break;
      case 0x20:
        classDescription();
        break;
      case 0xff: // unknown root
      case 0x05: // system class
      case 0x07: // monitor
        feed.skip(id);
        break;
      case 0x01: // JNI global
        feed.skip(2L * id);
        break;
      case 0x04: // native stack
      case 0x06: // thread block
        feed.skip(id + 4L);
        break;
      case 0x02: // JNI local
      case 0x03: // Java frame
      case 0x08: // thread object
        feed.skip(id + 8L);
        break;
      default:
        throw damaged("unknown heap record " + tag + " before byte " + feed.offset());
    }
  }

  private void instance() throws IOException {
    object();
    int id = feed.idBytes();
    feed.need(2 * id + 8);
    feed.skipNear(id + 4);
    long type = feed.id();
    int bytes = feed.i4();
    ClassLayout layout = type == lastClass ? lastLayout : classes.get(type);
    if (layout == null) {
      throw damaged("an instance of a class that was not described, before byte " + feed.offset());
    }
    lastClass = type;
    lastLayout = layout;
    int[] zeroes = layout.zeroes(classes, id);
    if (bytes != layout.size() || bytes > Feed.largestNeed()) {
      throw damaged(
          "an instance of "
              + bytes
              + " bytes, its class has "
              + layout.size()
              + " bytes of fields");
    }
    feed.need(bytes);
    byte[] window = feed.window();
    int start = feed.position();
    for (int i = 0; i < zeroes.length; i += 2) {
      for (int at = start + zeroes[i]; at < start + zeroes[i + 1]; at++) {
        window[at] = 0;
      }
    }
    feed.skipNear(bytes);
    report.instances++;
    report.fields += layout.zeroedFields();
  }

  private void objectArray() throws IOException {
    object();
    int id = feed.idBytes();
    feed.need(2 * id + 8);
    feed.skipNear(id + 4);
    long length = feed.u4();
    feed.skipNear(id);
    feed.skip(length * id);
    report.objectArrays++;
  }

  private void primitiveArray() throws IOException {
    object();
    int id = feed.idBytes();
    feed.need(id + 9);
    feed.skipNear(id + 4);
    long length = feed.u4();
    int type = feed.u1();
    int stride = HeapType.primitiveBytes(type);
    boolean text = type == HeapType.BYTE || type == HeapType.CHAR;
    if (text && texts.has(length)) {
      text((int) length, stride);
    } else {
      feed.overwrite(length * stride, (byte) 0);
    }
    report.primitiveArrays++;
  }

  private void text(int length, int stride) throws IOException {
    feed.need(length * stride);
    byte[] window = feed.window();
    byte[] shown = texts.shown(window, feed.position(), length, stride);
    if (shown == null) {
      feed.overwrite((long) length * stride, (byte) 0);
      return;
    }
    for (int i = 0; i < length; i++) {
      window[feed.position() + i * stride + stride - 1] = shown[i];
    }
    feed.skipNear(length * stride);
    report.keptTexts++;
  }

  private void classDescription() throws IOException {
    int id = feed.idBytes();
    feed.need(7 * id + 10);
    long self = feed.id();
    feed.skipNear(4);
    long superId = feed.id();
    feed.skipNear(5 * id + 4);
    for (int left = feed.u2(); left > 0; left--) { // constant pool; HotSpot writes none
      feed.need(3);
      feed.skipNear(2);
      staticValue(feed.u1());
    }
    boolean counters = staticFields();
    feed.need(2);
    byte[] types = new byte[feed.u2()];
    for (int i = 0; i < types.length; i++) {
      feed.need(id + 1);
      name(feed.id());
      types[i] = (byte) feed.u1();
    }
    classes.put(self, new ClassLayout(superId, types, counters));
    report.classes++;
  }

  /** Returns whether one of them says that the class's instances have counters to keep. */
  private boolean staticFields() throws IOException {
    boolean counters = false;
    feed.need(2);
    for (int left = feed.u2(); left > 0; left--) {
      feed.need(feed.idBytes() + 1);
      name(feed.id());
      counters |= staticValue(feed.u1());
    }
    return counters;
  }

  private boolean staticValue(int type) throws IOException {
    int bytes = HeapType.bytes(type, feed.idBytes());
    feed.need(bytes);
    if (type == HeapType.OBJECT) {
      feed.skipNear(bytes);
      return false;
    }
    if (type == HeapType.LONG) {
      int at = feed.position();
      if (policy.keepsCounters(long8(feed.window(), at))) {
        feed.skipNear(bytes); // no secret, and needed again when a masked dump is masked
        return true;
      }
    }
    feed.overwrite(bytes, (byte) 0);
    report.fields++;
    return false;
  }

  private static long long8(byte[] window, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (window[at + i] & 0xff);
    }
    return value;
  }

  private void name(long id) {
    names.put(id, true);
  }

  private void object() throws IOException {
    if (!objectsCame) {
      objectsCame = true;
      firstObject.comes();
    }
  }

  private static IOException damaged(String what) {
    return new IOException("heap dump is damaged or of an unknown kind: " + what);
  }
}
