package dev.jflare.archive;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Sha256;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/**
 * What tells whether an entry is as it was written. SHA-256 in an archive. On the short way from
 * the agent to the command line CRC-32 has to do: the first use of a security provider opens {@code
 * /dev/random} and {@code /dev/urandom} for the rest of a JVM's life (measured on 8 to 25), and the
 * target is to be left as it was.
 */
abstract class Digest {
  abstract void update(byte[] block, int offset, int length);

  /** The digest of all that was given, in lower-case hex. */
  abstract String hex();

  /** Makes a new digest for each entry. */
  interface Kind {
    Kind SHA_256 = Strong::new;
    Kind CRC_32 = Crc32::new;

    Digest start();
  }

  private static final class Strong extends Digest {
    private final MessageDigest digest = Sha256.digest();

    @Override
    void update(byte[] block, int offset, int length) {
      digest.update(block, offset, length);
    }

    @Override
    String hex() {
      return Hex.of(digest.digest());
    }
  }

  private static final class Crc32 extends Digest {
    private final CRC32 crc = new CRC32();

    @Override
    void update(byte[] block, int offset, int length) {
      crc.update(block, offset, length);
    }

    @Override
    String hex() {
      return Long.toHexString(crc.getValue());
    }
  }
}
