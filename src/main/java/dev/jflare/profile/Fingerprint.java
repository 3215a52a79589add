package dev.jflare.profile;

import java.nio.charset.StandardCharsets;

/**
 * FNV-1a of 64 bits, to tell one file or program from another. No SHA-256: the first use of the
 * JDK's security provider opens {@code /dev/random} and {@code /dev/urandom} in the host for good.
 */
final class Fingerprint {
  private Fingerprint() {}

  static String of(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return Long.toHexString(hash);
  }

  static String of(String... parts) {
    return of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
  }
}
