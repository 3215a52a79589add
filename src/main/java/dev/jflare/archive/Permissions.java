package dev.jflare.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code permissions.log}: mode, owner and group of every file that was copied or looked at, in the
 * Datadog Agent's columns (reference datadog-flare 2.2), sorted by path.
 */
final class Permissions {
  private static final String ROW = "%-50s | %-5s | %-10s | %-10s | %-10s|%n".replace("%n", "\n");
  private static final int HEADER_LENGTH = 99;

  private final Map<String, String> rows = new TreeMap<>();

  synchronized void add(Path file) {
    rows.computeIfAbsent(file.toString(), path -> row(file));
  }

  /** Takes a row that another JVM made for a file it saw. */
  synchronized void add(String path, String row) {
    rows.putIfAbsent(path, row);
  }

  synchronized Map<String, String> rows() {
    return new TreeMap<>(rows);
  }

  synchronized String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, ROW, "File path", "mode", "owner", "group", "error"));
    for (int i = 0; i < HEADER_LENGTH; i++) {
      text.append('-');
    }
    text.append('\n');
    rows.values().forEach(text::append);
    return text.toString();
  }

  private static String row(Path file) {
    try {
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      String mode =
          (attributes.isDirectory() ? "d" : "-")
              + PosixFilePermissions.toString(attributes.permissions());
      return String.format(
          Locale.ROOT, ROW, file, mode, attributes.owner(), attributes.group(), "");
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      String error = "could not stat file " + file + ": " + e;
      return String.format(Locale.ROOT, ROW, file, "", "", "", error);
    }
  }
}
