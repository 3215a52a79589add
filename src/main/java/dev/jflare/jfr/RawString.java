package dev.jflare.jfr;

import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string as a recording has it: one byte for the encoding (0 null, 1 empty, 2 reference to the
 * string pool, 3 UTF-8, 4 characters as integers, 5 Latin-1), then its length and content.
 */
final class RawString {
  private static final int NULL = 0;
  private static final int EMPTY = 1;
  private static final int POOL = 2;
  private static final int UTF8 = 3;
  private static final int CHARS = 4;
  private static final int LATIN1 = 5;

  private final int encoding;
  private final String text;
  private final long place;
  private final byte[] content;
  private final int[] starts;

  private RawString(int encoding, String text, long place, byte[] content, int[] starts) {
    this.encoding = encoding;
    this.text = text;
    this.place = place;
    this.content = content;
    this.starts = starts;
  }

  /** Reads one; null when there is nothing to mask in it. */
  static @Nullable RawString read(Cursor cursor) throws IOException {
    int encoding = cursor.next();
    switch (encoding) {
      case NULL:
      case EMPTY:
        return null;
      case POOL:
        return reference(cursor.varlong());
      case UTF8:
      case LATIN1:
        int length = cursor.count();
        long offset = cursor.offset();
        return ofBytes(cursor.bytes(length), offset, encoding);
      case CHARS:
        return ofChars(cursor);
      default:
        throw cursor.damaged("unknown string encoding " + encoding);
    }
  }

  static RawString reference(long poolKey) {
    return new RawString(POOL, "", poolKey, new byte[0], new int[0]);
  }

  private static RawString ofBytes(byte[] content, long offset, int encoding) {
    Charset charset = encoding == UTF8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    String text = new String(content, charset);
    if (text.length() == content.length || !Arrays.equals(text.getBytes(charset), content)) {
      // one byte a character; also for damaged UTF-8, whose ASCII part is still found that way
      String latin1 = new String(content, StandardCharsets.ISO_8859_1);
      return new RawString(encoding, latin1, offset, content, new int[0]);
    }
    return new RawString(encoding, text, offset, content, utf8Starts(text));
  }

  private static int[] utf8Starts(String text) {
    int[] starts = new int[text.length() + 1];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      starts[i] = at;
      char c = text.charAt(i);
      // either half of a pair stands for two of its four bytes
      at += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    starts[text.length()] = at;
    return starts;
  }

  private static RawString ofChars(Cursor cursor) throws IOException {
    int length = cursor.count();
    long offset = cursor.offset();
    StringBuilder text = new StringBuilder(length);
    int[] starts = new int[length + 1];
    for (int i = 0; i < length; i++) {
      starts[i] = (int) (cursor.offset() - offset);
      text.append((char) cursor.varlong());
    }
    starts[length] = (int) (cursor.offset() - offset);
    cursor.seek(offset);
    byte[] content = cursor.bytes(starts[length]);
    return new RawString(CHARS, text.toString(), offset, content, starts);
  }

  boolean isReference() {
    return encoding == POOL;
  }

  /** The key in the string pool of a reference. */
  long poolKey() {
    return place;
  }

  String text() {
    return text;
  }

  /** Where {@link #bytes} go in the file. */
  long offset() {
    return place;
  }

  /**
   * The content with every character masked that differs in the other text, as many bytes as
   * before.
   *
   * @param masked of the same length as the text; if it is not, everything is masked
   */
  byte[] bytes(String masked) {
    byte[] out = content.clone();
    boolean all = masked.length() != text.length();
    for (int i = 0; i < text.length(); i++) {
      if (all || masked.charAt(i) != text.charAt(i)) {
        overwrite(out, i);
        if (Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()) {
          overwrite(out, i + 1); // half of a pair would be no UTF-8
        } else if (Character.isLowSurrogate(text.charAt(i)) && i > 0) {
          overwrite(out, i - 1);
        }
      }
    }
    return out;
  }

  private void overwrite(byte[] out, int index) {
    if (starts.length == 0) {
      out[index] = StringMask.MASKED;
      return;
    }
    int start = starts[index];
    int end = starts[index + 1];
    if (encoding == UTF8) {
      Arrays.fill(out, start, end, (byte) StringMask.MASKED);
      return;
    }
    // one integer of the same width: the count of characters does not change
    for (int i = start; i < end; i++) {
      int bits = i == start ? StringMask.MASKED : 0;
      out[i] = (byte) (i < end - 1 ? bits | 0x80 : bits);
    }
  }
}
