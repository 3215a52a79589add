package dev.jflare.cli.demo;

import java.util.Locale;

/** Makes garbage: about 20 MB of short-lived strings a second for the allocation profile. */
final class ReportWriter {
  private static final int LINES = 400;

  private volatile long pages;
  private long characters;

  void renderReport() {
    StringBuilder report = new StringBuilder();
    for (int line = 0; line < LINES; line++) {
      report.append(
          String.format(Locale.ROOT, "%05d | article %d | %.2f%n", line, line, line / 3.0));
    }
    characters += report.toString().length();
    pages = characters / 4_000;
  }

  long pages() {
    return pages;
  }
}
