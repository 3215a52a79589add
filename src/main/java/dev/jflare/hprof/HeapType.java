package dev.jflare.hprof;

import java.io.IOException;

/** The basic types of the format, by their numbers. */
final class HeapType {
  static final int OBJECT = 2;
  static final int CHAR = 5;
  static final int BYTE = 8;
  static final int INT = 10;
  static final int LONG = 11;

  /** Bytes of the types 4 to 11: boolean, char, float, double, byte, short, int, long. */
  private static final int[] BYTES = {0, 0, 0, 0, 1, 2, 4, 8, 1, 2, 4, 8};

  private HeapType() {}

  /**
   * @throws IOException for a number that is no type
   */
  static int bytes(int type, int idBytes) throws IOException {
    if (type == OBJECT) {
      return idBytes;
    }
    return primitiveBytes(type);
  }

  /**
   * @throws IOException for a number that is no primitive type
   */
  static int primitiveBytes(int type) throws IOException {
    int bytes = type > 0 && type < BYTES.length ? BYTES[type] : 0;
    if (bytes == 0) {
      throw new IOException("heap dump is damaged: " + type + " is no type of a field or array");
    }
    return bytes;
  }
}
