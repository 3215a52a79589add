package dev.jflare.lang;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of what does not fit into memory. */
public final class Sha256 {
  private static final int BLOCK_BYTES = 1 << 16;

  private Sha256() {}

  /** A digest that has seen nothing yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * Of a part of a file.
   *
   * @throws EOFException when the file ends before the part does
   */
  public static byte[] of(Path file, long offset, long length) throws IOException {
    MessageDigest digest = digest();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(offset);
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      long left = length;
      while (left > 0) {
        block.clear();
        block.limit((int) Math.min(block.capacity(), left));
        int read = channel.read(block);
        if (read < 0) {
          throw new EOFException(file + " ends " + left + " bytes early");
        }
        block.flip();
        digest.update(block);
        left -= read;
      }
    }
    return digest.digest();
  }
}
