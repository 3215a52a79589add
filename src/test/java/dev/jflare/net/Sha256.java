package dev.jflare.net;

import java.security.MessageDigest;
import java.util.HexFormat;

/** The digest a test expects. */
final class Sha256 {
  private Sha256() {}

  static String of(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
