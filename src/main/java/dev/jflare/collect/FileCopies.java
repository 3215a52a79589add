package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.TargetFiles;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Takes text files of the target into the flare: each once, each within a cap, all within another.
 */
final class FileCopies {
  private final Evidence evidence;
  private final TargetFiles files;
  private final ArchiveNames names;
  private final boolean logs;
  private final long fileCapBytes;
  private final @Nullable Path ownFolder;
  private final Set<Object> taken = new HashSet<>();
  private long leftBytes;
  private int count;

  /**
   * @param prefix {@code logs/}
   * @param ownFolder nothing in it is taken
   */
  FileCopies(
      Evidence evidence,
      TargetFiles files,
      String prefix,
      long fileCapBytes,
      long totalCapBytes,
      @Nullable Path ownFolder) {
    this.evidence = evidence;
    this.files = files;
    this.names = new ArchiveNames(prefix);
    this.logs = prefix.equals("logs/");
    this.fileCapBytes = fileCapBytes;
    this.leftBytes = totalCapBytes;
    this.ownFolder = ownFolder;
  }

  /** How many files were taken. */
  int count() {
    return count;
  }

  /** A file that the user asked for: what speaks against it is said. */
  void addAsked(Path file) {
    String name = files.nameOf(file);
    try {
      if (!TextSniff.isText(file)) {
        evidence.permissions(file);
        evidence.gap(null, name + " is not a text file");
        return;
      }
      add(file, name);
    } catch (IOException e) {
      evidence.gap(null, name + ": " + Reason.of(e));
    }
  }

  /** A file that was found by a name that the process gave: only if it could read it itself. */
  void addFound(Path file) {
    String name = files.nameOf(file);
    try {
      if (Files.isRegularFile(file) && files.readableByProcess(file) && TextSniff.isText(file)) {
        add(file, name);
      }
    } catch (IOException e) {
      evidence.gap(null, name + ": " + Reason.of(e));
    }
  }

  /**
   * A file that the process has open.
   *
   * @param name the path by which the process knows it
   */
  void addOpen(Path file, String name) {
    try {
      if (TextSniff.isText(file)) {
        add(file, name);
      }
    } catch (IOException e) {
      evidence.gap(null, name + ": " + Reason.of(e));
    }
  }

  private void add(Path file, String name) throws IOException {
    if (isOurs(file) || isOurs(Paths.get(name)) || !taken.add(identity(file))) {
      return;
    }
    String path = names.next(nameFor(name));
    if (leftBytes <= 0) {
      evidence.gap(path, "left out: the limit for all files together is reached");
      evidence.permissions(file);
      return;
    }
    long size = Files.size(file);
    long cap = Math.min(fileCapBytes, leftBytes);
    evidence.file(path, file, cap);
    leftBytes -= Math.min(size, cap);
    count++;
  }

  private boolean isOurs(Path file) {
    return ownFolder != null && file.startsWith(ownFolder);
  }

  /**
   * A log of JSON lines is not a JSON file, and the end of a file is not one either; a name that
   * asks for a parser would keep it out.
   */
  private String nameFor(String name) {
    return logs && name.matches("(?i).*\\.(json|ya?ml)") ? name + ".log" : name;
  }

  /** Device and inode, so that a file known by two names is taken once. */
  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key;
  }
}
