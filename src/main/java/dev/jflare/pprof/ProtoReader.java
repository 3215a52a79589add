package dev.jflare.pprof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the fields of one protobuf message in a byte array. Every length is checked against
 * the message before it is used, because a scraped profile comes from elsewhere.
 */
final class ProtoReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int FIXED32 = 5;

  /** The highest field number that protobuf allows. */
  private static final int MAX_FIELD = (1 << 29) - 1;

  private final byte[] data;
  private final int end;
  private int position;
  private int fieldStart;
  private int field;
  private int wireType;
  private long number;
  private int from;
  private int to;

  ProtoReader(byte[] data) {
    this(data, 0, data.length);
  }

  private ProtoReader(byte[] data, int from, int end) {
    this.data = data;
    this.position = from;
    this.end = end;
  }

  /** Moves to the next field; false at the end of the message. */
  boolean next() throws IOException {
    if (position == end) {
      return false;
    }
    fieldStart = position;
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 3 > MAX_FIELD) {
      throw new IOException("not a pprof profile: field " + (tag >>> 3) + " at byte " + fieldStart);
    }
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    readValue();
    return true;
  }

  int field() {
    return field;
  }

  int wireType() {
    return wireType;
  }

  int fieldStart() {
    return fieldStart;
  }

  int fieldEnd() {
    return position;
  }

  long number() throws IOException {
    require(VARINT);
    return number;
  }

  String text() throws IOException {
    require(BYTES);
    return new String(data, from, to - from, StandardCharsets.UTF_8);
  }

  ProtoReader message() throws IOException {
    require(BYTES);
    return new ProtoReader(data, from, to);
  }

  /** The values of a repeated number, whether this field holds one of them or many packed. */
  long[] numbers() throws IOException {
    if (wireType != BYTES) {
      return new long[] {number()};
    }
    ProtoReader packed = message();
    long[] values = new long[8];
    int count = 0;
    while (packed.position < packed.end) {
      if (count == values.length) {
        values = Arrays.copyOf(values, count * 2);
      }
      values[count++] = packed.varint();
    }
    return Arrays.copyOf(values, count);
  }

  private void require(int expected) throws IOException {
    if (wireType != expected) {
      throw new IOException(
          "not a pprof profile: field "
              + field
              + " has wire type "
              + wireType
              + ", expected "
              + expected);
    }
  }

  private void readValue() throws IOException {
    switch (wireType) {
      case VARINT:
        number = varint();
        break;
      case FIXED64:
        skip(8);
        break;
      case BYTES:
        skip(varint());
        break;
      case FIXED32:
        skip(4);
        break;
      default:
        throw new IOException(
            "not a pprof profile: wire type " + wireType + " at byte " + fieldStart);
    }
  }

  private void skip(long length) throws IOException {
    if (length < 0 || length > end - position) {
      throw new IOException(
          "not a pprof profile: field "
              + field
              + " at byte "
              + fieldStart
              + " is longer than its message");
    }
    from = position;
    to = position + (int) length;
    position = to;
  }

  private long varint() throws IOException {
    long result = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (position == end) {
        throw new IOException("not a pprof profile: it ends inside a number");
      }
      byte next = data[position++];
      result |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return result;
      }
    }
    throw new IOException(
        "not a pprof profile: a number of more than 10 bytes at byte " + fieldStart);
  }
}
