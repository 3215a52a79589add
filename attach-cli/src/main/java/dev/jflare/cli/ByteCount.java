package dev.jflare.cli;

import java.util.Locale;

/** Sizes for people. */
final class ByteCount {
  private static final String[] UNITS = {"KB", "MB", "GB", "TB"};

  private ByteCount() {}

  /** {@code 812 bytes}, {@code 1.4 MB}; a KB has 1000 bytes, as on a label. */
  static String brief(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
