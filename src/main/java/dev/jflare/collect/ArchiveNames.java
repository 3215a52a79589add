package dev.jflare.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Names in the archive for files of the target: its own path below a prefix, with what could lead
 * out of the archive or upset an unpacking system replaced, and no name twice (not even by case).
 */
final class ArchiveNames {
  private static final int NAME_CHARACTERS = 120;

  private final String prefix;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param prefix {@code logs/}
   */
  ArchiveNames(String prefix) {
    this.prefix = prefix;
  }

  /** A new name for the file that the target knows by this path. */
  String next(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/")) {
      String clean = clean(part);
      if (!clean.isEmpty()) {
        parts.add(clean);
      }
    }
    String last = parts.isEmpty() ? "unnamed" : parts.remove(parts.size() - 1);
    String folder = parts.isEmpty() ? prefix : prefix + String.join("/", parts) + "/";
    String name = folder + last;
    // The count in front, because the end of a name says how it is scrubbed.
    for (int count = 2; !taken.add(name.toLowerCase(Locale.ROOT)); count++) {
      name = folder + count + "-" + last;
    }
    return name;
  }

  private static String clean(String part) {
    if (part.equals(".") || part.equals("..")) {
      return "";
    }
    String clean = part.replaceAll("[\\p{Cntrl}\\\\:*?\"<>|]", "_");
    int over = clean.length() - NAME_CHARACTERS;
    return over > 0 ? clean.substring(over) : clean;
  }
}
