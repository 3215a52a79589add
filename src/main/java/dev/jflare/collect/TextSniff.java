package dev.jflare.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Guesses from its beginning whether a file is text. */
final class TextSniff {
  private static final int LOOKED_AT_BYTES = 1024;

  private TextSniff() {}

  /**
   * No NUL and hardly any other control character but white space and escape (colours). An empty
   * file is text.
   */
  static boolean isText(Path file) throws IOException {
    byte[] head = new byte[LOOKED_AT_BYTES];
    int length = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n; length < head.length && (n = in.read(head, length, head.length - length)) > 0; ) {
        length += n;
      }
    }
    if (hasByteOrderMark(head, length)) {
      return true; // UTF-16 has a NUL in every other byte; the scrubber knows the mark
    }
    int controls = 0;
    for (int i = 0; i < length; i++) {
      if (head[i] == 0) {
        return false;
      }
      boolean harmless = head[i] < 0 || head[i] >= ' ' || (head[i] >= 8 && head[i] <= 13);
      controls += harmless || head[i] == 27 ? 0 : 1;
    }
    return controls * 50 <= length;
  }

  private static boolean hasByteOrderMark(byte[] head, int length) {
    int mark = length < 2 ? 0 : ((head[0] & 0xff) << 8) | (head[1] & 0xff);
    return mark == 0xfffe || mark == 0xfeff;
  }
}
