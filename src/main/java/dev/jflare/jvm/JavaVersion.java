package dev.jflare.jvm;

/** Java version strings, old style and new. */
final class JavaVersion {
  private JavaVersion() {}

  /** The feature version: 8 for {@code 1.8.0_504}, 21 for {@code 21.0.12.1+1-LTS}; 0 if unclear. */
  static int feature(String version) {
    String text = version.startsWith("1.") ? version.substring(2) : version;
    int end = 0;
    while (end < text.length() && end < 4 && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(text.substring(0, end));
  }
}
