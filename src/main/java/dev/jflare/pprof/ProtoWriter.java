package dev.jflare.pprof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the two wire types that profile.proto uses: varint and length-delimited. A zero is the
 * default of proto3 and is left out by {@link #number}.
 */
final class ProtoWriter {
  private byte[] buffer = new byte[256];
  private int size;

  ProtoWriter number(int field, long value) {
    if (value != 0) {
      varint((long) field << 3);
      varint(value);
    }
    return this;
  }

  ProtoWriter text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtoWriter message(int field, ProtoWriter message) {
    varint(((long) field << 3) | 2);
    varint(message.size);
    append(message.buffer, message.size);
    return this;
  }

  /** Forgets what was written, to be used once more. */
  ProtoWriter clear() {
    size = 0;
    return this;
  }

  /**
   * A repeated number in its packed form, which may hold zeros.
   *
   * @param body is overwritten
   */
  ProtoWriter packed(int field, long[] values, ProtoWriter body) {
    body.clear();
    for (long value : values) {
      body.varint(value);
    }
    return message(field, body);
  }

  ProtoWriter bytes(int field, byte[] value) {
    varint(((long) field << 3) | 2);
    varint(value.length);
    append(value, value.length);
    return this;
  }

  /** Takes over bytes that are already in wire form. */
  void raw(byte[] source, int from, int to) {
    ensure(to - from);
    System.arraycopy(source, from, buffer, size, to - from);
    size += to - from;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  private void varint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      buffer[size++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }

  private void append(byte[] bytes, int length) {
    raw(bytes, 0, length);
  }

  private void ensure(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
