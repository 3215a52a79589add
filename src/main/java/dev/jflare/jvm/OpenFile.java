package dev.jflare.jvm;

import java.nio.file.Path;

/** One open descriptor of a process. */
public final class OpenFile {
  private static final String DELETED = " (deleted)";

  private final int number;
  private final String target;
  private final Path link;

  OpenFile(int number, String target, Path link) {
    this.number = number;
    this.target = target;
    this.link = link;
  }

  /** The descriptor; 1 and 2 are the console. */
  public int number() {
    return number;
  }

  /**
   * What it is open on, in the words of the kernel: a path as the process sees it, {@code
   * socket:[4711]}, {@code pipe:[12]}, {@code anon_inode:[eventpoll]}.
   */
  public String target() {
    return target;
  }

  /** {@code /proc/PID/fd/N}: opens the very file, also when it is deleted or in a container. */
  public Path link() {
    return link;
  }

  /** Whether it is open on something with a path. */
  public boolean hasPath() {
    return target.startsWith("/");
  }

  /** Whether the file has no name any more; its content lives until the descriptor is closed. */
  public boolean deleted() {
    return hasPath() && target.endsWith(DELETED);
  }

  /** The path as the process sees it, without the kernel's mark for deleted files. */
  public String path() {
    return deleted() ? target.substring(0, target.length() - DELETED.length()) : target;
  }

  /** The kind for counting: {@code file}, {@code socket}, {@code pipe}, {@code anon_inode}, ... */
  public String kind() {
    if (hasPath()) {
      return target.startsWith("/dev/") ? "device" : "file";
    }
    int colon = target.indexOf(':');
    return colon < 0 ? "other" : target.substring(0, colon);
  }
}
