package dev.jflare.archive;

/** The rules for a path inside a flare: relative, local, printable. */
final class EntryPath {
  private static final int LONGEST = 400;

  private EntryPath() {}

  /**
   * Gives the path back when it is one.
   *
   * @throws IllegalArgumentException when it could leave the flare's root or cannot be a file name
   *     everywhere
   */
  static String check(String path) {
    boolean bad =
        path.isEmpty() || path.length() > LONGEST || path.startsWith("/") || path.endsWith("/");
    for (int i = 0; i < path.length() && !bad; i++) {
      char c = path.charAt(i);
      bad = c < 0x20 || c == 0x7f || c == '\\' || c == ':';
    }
    for (String name : path.split("/", -1)) {
      bad |= name.isEmpty() || name.equals(".") || name.equals("..");
    }
    if (bad) {
      throw new IllegalArgumentException(
          "the destination path is not local to the flare root path: " + path);
    }
    return path;
  }
}
