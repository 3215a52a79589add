package dev.jflare.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the conformance vectors, which are not part of this repository: in the folder that {@code
 * -Djflare.vectors} names, else in {@code ../shared/vectors} beside the repository's root.
 */
public final class Vectors {
  private Vectors() {}

  /** The file of that name; empty when the vectors are not on this machine. */
  public static Optional<Path> file(String name) {
    String folder = System.getProperty("jflare.vectors");
    Path root = Path.of(System.getProperty("jflare.root", "."));
    Path file =
        folder == null
            ? root.resolve("../shared/vectors").resolve(name)
            : Path.of(folder).resolve(name);
    return Files.isRegularFile(file) ? Optional.of(file.normalize()) : Optional.empty();
  }
}
