package dev.jflare.pprof;

/**
 * Addresses for frames that have none. Grafana Alloy takes two samples for the same when their
 * addresses are equal, so an address must differ between frames and must not change between runs:
 * it is a hash of what the frame is, put into the range of its mapping.
 */
final class SyntheticAddress {
  static final int JAVA_MAPPING = 1;
  static final int NATIVE_MAPPING = 2;

  private static final int BITS = 46;
  private static final long FIRST = 0x10000; // below it readers expect no code

  private SyntheticAddress() {}

  static long mappingStart(int mapping) {
    return ((long) mapping << BITS) | FIRST;
  }

  static long mappingEnd(int mapping) {
    return (mapping + 1L) << BITS;
  }

  static long of(Frame frame) {
    return of(mapping(frame), frame);
  }

  /** The mapping that a frame belongs to. */
  static int mapping(Frame frame) {
    return frame.inNativeCode() ? NATIVE_MAPPING : JAVA_MAPPING;
  }

  static long of(int mapping, Frame frame) {
    long range = mappingEnd(mapping) - mappingStart(mapping);
    return mappingStart(mapping) + Long.remainderUnsigned(hash(frame), range);
  }

  /** FNV-1a over characters and line, then mixed so that neighbouring lines lie far apart. */
  private static long hash(Frame frame) {
    long hash = 0xcbf29ce484222325L;
    hash = add(hash, frame.function());
    hash = add(hash, frame.file());
    hash = (hash ^ frame.line()) * 0x100000001b3L;
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }

  private static long add(long hash, String text) {
    long result = hash;
    for (int i = 0; i < text.length(); i++) {
      result = (result ^ text.charAt(i)) * 0x100000001b3L;
    }
    return result * 31 + text.length();
  }
}
