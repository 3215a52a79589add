package dev.jflare.profile;

import dev.jflare.jvm.OwnPid;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folder in which JFR keeps its chunks: {@code <tmpdir>/2026_11_22_10_15_30_4711}, made with
 * the first recording and left, empty, until the JVM ends. JFR makes a new one when it needs one
 * and finds none (jdk.jfr.internal.Repository, newChunk; two sessions in a row tried on 8, 17, 21
 * and 25), so an empty one that came with our recording can go with it. Not on Java 11: there the
 * JVM complains on its stdout, when it ends, that the folder is gone.
 */
final class JfrRepository {
  private final Set<Path> before;

  private JfrRepository(Set<Path> before) {
    this.before = before;
  }

  /** To be called before the recording is made. */
  static JfrRepository asItIs() {
    return new JfrRepository(folders());
  }

  /** Takes away what has come since, unless something else records into it by now. */
  void restore() {
    int feature = JavaBuild.parse(System.getProperty("java.version", "")).feature();
    if (feature > 8 && feature < 17) {
      return;
    }
    for (Path folder : folders()) {
      if (!before.contains(folder)) {
        try {
          Files.delete(folder);
        } catch (IOException inUse) {
          // not empty: somebody else's recording began meanwhile, and JFR cleans up at the end
        }
      }
    }
  }

  private static Set<Path> folders() {
    Set<Path> folders = new TreeSet<>();
    Path tmp = Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
    try (DirectoryStream<Path> named = Files.newDirectoryStream(tmp, "2*_" + OwnPid.get() + "*")) {
      for (Path folder : named) {
        if (String.valueOf(folder.getFileName()).matches("\\d{4}(_\\d\\d){5}_\\d+(_\\d+)?")) {
          folders.add(folder);
        }
      }
    } catch (IOException unreadable) {
      return folders; // then nothing will be taken away either
    }
    return folders;
  }
}
