package dev.jflare.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The end of a file, from the start of a line. A key in PEM form that the cut falls into has lost
 * its BEGIN line, by which the scrubber knows it; its remaining lines are left out here.
 */
final class Tail {
  /**
   * Shorter runs of base64 letters are words; PEM lines have 64 (RFC 7468), the last one may be
   * shorter.
   */
  private static final int PEM_LINE = 40;

  private static final int LONGEST_LINE = 1 << 16;

  private Tail() {}

  /** Opens the last {@code capBytes} of a file, or all of it when it is smaller. */
  static InputStream open(Path file, long capBytes) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      long size = channel.size();
      if (size <= capBytes) {
        return Channels.newInputStream(channel);
      }
      if (isUtf16(channel)) {
        throw new IOException("a text in UTF-16 of more than " + capBytes + " bytes is not cut");
      }
      channel.position(size - capBytes);
      BufferedInputStream in =
          new BufferedInputStream(Channels.newInputStream(channel), LONGEST_LINE + 2);
      skipLine(in);
      boolean pemLine;
      do {
        in.mark(LONGEST_LINE + 1);
        pemLine = isPemLine(in);
        if (!pemLine) {
          in.reset();
        }
      } while (pemLine);
      return in;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Without its mark, which is at its beginning, the scrubber would not know the rest for text. */
  private static boolean isUtf16(FileChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(2);
    while (head.hasRemaining() && channel.read(head, head.position()) >= 0) {
      // until both bytes are there
    }
    int mark = head.getShort(0) & 0xffff;
    return mark == 0xfffe || mark == 0xfeff;
  }

  private static void skipLine(InputStream in) throws IOException {
    int c;
    do {
      c = in.read();
    } while (c != '\n' && c != -1);
  }

  /** Reads one line; true when it can only be the inside of a PEM block. */
  private static boolean isPemLine(InputStream in) throws IOException {
    int length = 0;
    int c;
    while ((c = in.read()) != '\n' && c != -1) {
      boolean base64 =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/'
              || c == '='
              || c == '\r'
              || c == ' '
              || c == '\t';
      if (!base64 || ++length > LONGEST_LINE) {
        return false;
      }
    }
    return c != -1 && length >= PEM_LINE;
  }
}
