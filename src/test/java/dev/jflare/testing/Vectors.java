package dev.jflare.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the conformance vectors, which are not part of the repository. {@code -Djflare.vectors=DIR}
 * names their folder; otherwise it is {@code ../shared/vectors} next to the repository.
 */
public final class Vectors {
  private Vectors() {}

  /** The file with this name; empty when it is not there, and the test is to be skipped. */
  public static Optional<Path> file(String name) {
    return folder().map(folder -> folder.resolve(name)).filter(Files::isRegularFile);
  }

  private static Optional<Path> folder() {
    String named = System.getProperty("jflare.vectors");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    String root = System.getProperty("jflare.root", System.getProperty("user.dir"));
    for (Path at = Path.of(root).toAbsolutePath(); at != null; at = at.getParent()) {
      Path folder = at.resolveSibling("shared").resolve("vectors");
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }
}
