package dev.jflare.cli;

import dev.jflare.archive.Gzip;
import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which methods of a program stand out in the profiles of a flare. */
final class TopMethods {
  private static final int LARGEST_PROFILE = 64 << 20;
  private static final int METHODS = 2;

  /** The five of a window; in the others methods are not what counts. */
  private static final String WINDOW = "*-{1st-heap,2nd-heap,cpu,mutex,block}.pprof";

  private final String packagePrefix;

  /**
   * @param packagePrefix whose methods count; what they call is theirs
   */
  TopMethods(String packagePrefix) {
    this.packagePrefix = packagePrefix;
  }

  /** The methods by file name of the profile, most first, with their share of its total. */
  Map<String, List<String>> of(Path archive) throws IOException {
    Map<String, List<String>> tops = new LinkedHashMap<>();
    try (FileSystem zip = FileSystems.newFileSystem(archive, (ClassLoader) null)) {
      for (Path root : zip.getRootDirectories()) {
        for (Path host : children(root, "*")) {
          for (Path profile : children(host.resolve("profiles"), WINDOW)) {
            byte[] proto = Gzip.decompress(Files.readAllBytes(profile), LARGEST_PROFILE);
            tops.put(String.valueOf(profile.getFileName()), top(PprofReader.read(proto)));
          }
        }
      }
    }
    return tops;
  }

  /** By the column that {@code go tool pprof} shows first. */
  List<String> top(Pprof profile) {
    int column = profile.sampleTypes().size() - 1;
    if (!profile.defaultSampleType().isEmpty()) {
      column = profile.column(profile.defaultSampleType());
    }
    Map<String, Long> values = new HashMap<>();
    for (Pprof.Sample sample : profile.samples()) {
      String method = method(sample.stack());
      if (!method.isEmpty()) {
        values.merge(method, sample.value(column), Long::sum);
      }
    }
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(values.entrySet());
    sorted.sort(Map.Entry.<String, Long>comparingByValue().reversed());
    long total = Math.max(1, profile.total(column));
    List<String> top = new ArrayList<>();
    for (Map.Entry<String, Long> entry : sorted.subList(0, Math.min(METHODS, sorted.size()))) {
      if (entry.getValue() > 0) {
        top.add(
            String.format(
                Locale.ROOT, "%s %.0f %%", entry.getKey(), 100.0 * entry.getValue() / total));
      }
    }
    return top;
  }

  /** The innermost frame of the program, without its package; empty when there is none. */
  private String method(List<Frame> stack) {
    for (Frame frame : stack) {
      if (frame.function().startsWith(packagePrefix)) {
        return frame.function().substring(packagePrefix.length());
      }
    }
    return "";
  }

  private static List<Path> children(Path folder, String glob) throws IOException {
    List<Path> children = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
        stream.forEach(children::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    children.sort(Comparator.comparing(Path::toString));
    return children;
  }
}
