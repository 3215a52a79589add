package dev.jflare.jvm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.Paths;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The files of a process as it sees them, for a reader who may live in another mount namespace or
 * outside of a chroot. Symbolic links are followed inside the process's root: left to the kernel,
 * an absolute link in a container would lead to a file of the host.
 */
public final class TargetFiles {
  /** As the kernel, see path_resolution(7). */
  private static final int LINK_LIMIT = 40;

  private final ProcessView process;

  TargetFiles(ProcessView process) {
    this.process = process;
  }

  /**
   * The path that we open to reach what the process knows by this path.
   *
   * @param path absolute, or relative to the process's working directory
   * @throws IOException when links go in circles or the process is out of our reach
   */
  public Path resolve(String path) throws IOException {
    Path root = root();
    Deque<String> todo = new ArrayDeque<>();
    push(todo, absolute(path));
    Path at = root;
    int links = 0;
    while (!todo.isEmpty()) {
      String name = todo.pop();
      if (name.equals("..")) {
        at = at.equals(root) || at.getParent() == null ? root : at.getParent();
        continue;
      }
      Path next = at.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      if (++links > LINK_LIMIT) {
        throw new IOException("too many symbolic links in " + path);
      }
      Path target = Files.readSymbolicLink(next);
      at = target.isAbsolute() ? root : at;
      push(todo, target.toString());
    }
    return at;
  }

  /** What the process calls a path that {@link #resolve} gave. */
  public String nameOf(Path resolved) {
    Path root = root();
    return resolved.startsWith(root) ? "/" + root.relativize(resolved) : resolved.toString();
  }

  /**
   * Regular files that match a glob of {@link java.nio.file.FileSystem#getPathMatcher}, each of its
   * names by itself ({@code **} is as {@code *}).
   *
   * @param glob absolute, or relative to the process's working directory
   * @param limit at most so many; sorted by name in each folder
   */
  public List<Path> glob(String glob, int limit) throws IOException {
    List<Path> found = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String name : glob.split("/")) {
      if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    match(glob.startsWith("/") ? "" : workingDirectory(), names, limit, found);
    return found;
  }

  /** A glob that matches this text and nothing else. */
  public static String literal(String text) {
    return text.replaceAll("([*?\\[\\]{}\\\\,])", "\\\\$1");
  }

  /**
   * Whether the process itself could read a file, by mode, owner and group. Asked before a file is
   * taken because the process named it: run as root we could read what it cannot, and a link in a
   * folder that everybody writes to would have us carry it out.
   */
  public boolean readableByProcess(Path file) throws IOException {
    ProcessStatus status = process.status();
    int mode = (Integer) Files.getAttribute(file, "unix:mode");
    long owner = (Integer) Files.getAttribute(file, "unix:uid");
    long group = (Integer) Files.getAttribute(file, "unix:gid");
    if (status.uid() == 0) {
      return true;
    }
    int bits = owner == status.uid() ? mode >> 6 : status.inGroup(group) ? mode >> 3 : mode;
    return (bits & 4) != 0;
  }

  private void match(String parent, List<String> names, int limit, List<Path> found)
      throws IOException {
    if (names.isEmpty()) {
      Path file = resolve(parent);
      if (Files.isRegularFile(file) && found.size() < limit) {
        found.add(file);
      }
      return;
    }
    String name = names.get(0);
    List<String> rest = names.subList(1, names.size());
    for (String candidate :
        isPattern(name) ? matching(parent, name) : Collections.singletonList(name)) {
      if (found.size() < limit) {
        match(parent + "/" + candidate, rest, limit, found);
      }
    }
  }

  private List<String> matching(String parent, String pattern) throws IOException {
    Path folder = resolve(parent.isEmpty() ? "/" : parent);
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return names;
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        if (matcher.matches(child.getFileName())) {
          names.add(child.getFileName().toString());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  private static boolean isPattern(String name) {
    return name.matches(".*[*?\\[{].*");
  }

  /**
   * Our own files are reached directly: the way over /proc needs rights that a plain user lacks.
   */
  private Path root() {
    return process.sharesRoot() ? Paths.get("/") : process.root();
  }

  private String absolute(String path) throws IOException {
    return path.startsWith("/") ? path : workingDirectory() + "/" + path;
  }

  private String workingDirectory() throws IOException {
    return process
        .workingDirectory()
        .orElseThrow(() -> new IOException("working directory of " + process + " is unknown"));
  }

  private static void push(Deque<String> todo, String path) {
    String[] names = path.split("/");
    for (int i = names.length - 1; i >= 0; i--) {
      if (!names[i].isEmpty() && !names[i].equals(".")) {
        todo.push(names[i]);
      }
    }
  }
}
