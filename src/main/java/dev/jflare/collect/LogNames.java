package dev.jflare.collect;

import dev.jflare.jvm.TargetFiles;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What log files are called. */
final class LogNames {
  private static final List<String> ENDS = Arrays.asList(".log", ".out", ".err", ".txt", ".trace");
  private static final List<String> STARTS = Arrays.asList("gc.", "gc-", "gc_", "catalina.");
  private static final List<String> COMPRESSED =
      Arrays.asList(".gz", ".zip", ".bz2", ".xz", ".zst");

  private LogNames() {}

  static boolean looksLikeLog(String path) {
    String name = name(path);
    return ENDS.stream().anyMatch(name::endsWith)
        || name.contains(".log.")
        || name.equals("gc")
        || (STARTS.stream().anyMatch(name::startsWith) && !name.endsWith(".jar"));
  }

  static boolean compressed(String path) {
    return COMPRESSED.stream().anyMatch(name(path)::endsWith);
  }

  /**
   * A glob for the rotations beside a log: {@code app.log.1}, {@code app.log.2026-01-01}, {@code
   * app-2026-01-01.log.gz}.
   */
  static String rotations(String path) {
    int dot = path.lastIndexOf('.');
    boolean extension = dot > path.lastIndexOf('/') + 1;
    String stem = extension ? path.substring(0, dot) : path;
    String end = extension ? path.substring(dot) : "";
    return TargetFiles.literal(stem)
        + "{"
        + TargetFiles.literal(end)
        + ".*,[-._]*"
        + TargetFiles.literal(end)
        + "*}";
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
