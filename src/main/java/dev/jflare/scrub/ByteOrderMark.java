package dev.jflare.scrub;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Makes UTF-8 of a text that says by its first bytes that it is UTF-16 or UTF-32 (Unicode Standard,
 * section 23.8), or is UTF-16 without a mark as far as that is clear: between the letters of such a
 * text are zeros, and no rule would know a word of it.
 */
final class ByteOrderMark {
  /** So much is read ahead: the longest mark, and enough to tell UTF-16 without one. */
  private static final int HEAD = 64;

  private static final int LEAST_PAIRS = 4;

  private ByteOrderMark() {}

  /** The same text as UTF-8 without a mark, or as it is when it has none. */
  static InputStream removed(InputStream in) throws IOException {
    byte[] head = new byte[HEAD];
    int length = 0;
    for (int n; length < HEAD && (n = in.read(head, length, HEAD - length)) > 0; ) {
      length += n;
    }
    if (starts(head, length, 0xef, 0xbb, 0xbf)) {
      return rest(head, 3, length, in);
    }
    if (starts(head, length, 0xff, 0xfe, 0, 0)) {
      return new Utf8(rest(head, 4, length, in), Charset.forName("UTF-32LE"));
    }
    if (starts(head, length, 0, 0, 0xfe, 0xff)) {
      return new Utf8(rest(head, 4, length, in), Charset.forName("UTF-32BE"));
    }
    if (starts(head, length, 0xff, 0xfe)) {
      return new Utf8(rest(head, 2, length, in), StandardCharsets.UTF_16LE);
    }
    if (starts(head, length, 0xfe, 0xff)) {
      return new Utf8(rest(head, 2, length, in), StandardCharsets.UTF_16BE);
    }
    if (sixteenBits(head, length, 0)) {
      return new Utf8(rest(head, 0, length, in), StandardCharsets.UTF_16LE);
    }
    if (sixteenBits(head, length, 1)) {
      return new Utf8(rest(head, 0, length, in), StandardCharsets.UTF_16BE);
    }
    return rest(head, 0, length, in);
  }

  /**
   * Whether three of four pairs are a character of ASCII beside a zero, and no other pair has a
   * zero: clear enough without a mark.
   *
   * @param character which byte of a pair is the character
   */
  private static boolean sixteenBits(byte[] head, int length, int character) {
    int pairs = length / 2;
    int ascii = 0;
    for (int i = 0; i < pairs; i++) {
      byte b = head[2 * i + character];
      byte other = head[2 * i + 1 - character];
      boolean text = b >= ' ' || b == '\t' || b == '\n' || b == '\r';
      ascii += text && other == 0 ? 1 : 0;
      if (b == 0 || (other == 0 && b > 0 && !text)) {
        return false;
      }
    }
    return pairs >= LEAST_PAIRS && ascii * 4 >= pairs * 3;
  }

  private static boolean starts(byte[] head, int length, int... mark) {
    if (length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((head[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static InputStream rest(byte[] head, int from, int length, InputStream in) {
    InputStream first = new ByteArrayInputStream(head, from, length - from);
    return length < HEAD ? first : new SequenceInputStream(first, in);
  }

  /** Recodes block by block. */
  private static final class Utf8 extends InputStream {
    private final Reader reader;
    private final char[] block = new char[1 << 13];
    private int kept;
    private byte[] bytes = new byte[0];
    private int position;

    Utf8(InputStream in, Charset charset) {
      this.reader = new InputStreamReader(in, charset);
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, count);
      position += count;
      return count;
    }

    /** Makes sure of one byte at least; the first half of a pair waits for its second. */
    private boolean fill() throws IOException {
      while (position == bytes.length) {
        int read = reader.read(block, kept, block.length - kept);
        if (read < 0 && kept == 0) {
          return false;
        }
        int length = kept + Math.max(0, read);
        boolean half = read >= 0 && Character.isHighSurrogate(block[length - 1]);
        int whole = half ? length - 1 : length;
        bytes = new String(block, 0, whole).getBytes(StandardCharsets.UTF_8);
        position = 0;
        kept = length - whole;
        block[0] = half ? block[whole] : block[0];
      }
      return true;
    }
  }
}
