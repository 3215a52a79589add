package dev.jflare.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a file is by its first bytes, whatever it is called. */
enum Format {
  ZIP,
  GZIP,
  TAR,
  RECORDING,
  HEAP_DUMP,
  /** Compressed in a way that the JDK cannot undo: bzip2, xz, zstd, 7z. */
  CLOSED,
  TEXT,
  BINARY;

  private static final int LOOKED_AT = 1024;
  private static final int TAR_MAGIC = 257;
  private static final String[] CLOSED_MARKS = {"BZh", "ý7zXZ", "(µ/ý", "7z¼¯"};

  /** Looks ahead; the stream stands where it stood. */
  static Format of(BufferedInputStream in) throws IOException {
    in.mark(LOOKED_AT);
    byte[] head = new byte[LOOKED_AT];
    int length = 0;
    for (int n; length < LOOKED_AT && (n = in.read(head, length, LOOKED_AT - length)) > 0; ) {
      length += n;
    }
    in.reset();
    return of(new String(head, 0, length, StandardCharsets.ISO_8859_1));
  }

  private static Format of(String head) {
    if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) {
      return ZIP;
    }
    if (head.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (head.startsWith("FLR\0")) {
      return RECORDING;
    }
    if (head.startsWith("JAVA PROFILE 1.0")) {
      return HEAP_DUMP;
    }
    if (head.startsWith("ustar", TAR_MAGIC)) {
      return TAR;
    }
    for (String mark : CLOSED_MARKS) {
      if (head.startsWith(mark)) {
        return CLOSED;
      }
    }
    return text(head) ? TEXT : BINARY;
  }

  /** No NUL and hardly any other control character; or the mark of UTF-16 and UTF-32. */
  private static boolean text(String head) {
    if (head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff")) {
      return true;
    }
    int controls = 0;
    for (int i = 0; i < head.length(); i++) {
      char c = head.charAt(i);
      if (c == 0) {
        return head.startsWith("\0\0\u00fe\u00ff");
      }
      controls += c >= ' ' || (c >= 8 && c <= 13) || c == 27 ? 0 : 1;
    }
    return controls * 50 <= head.length();
  }
}
