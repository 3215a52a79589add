package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.OpenFile;
import dev.jflare.jvm.ProcessView;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Open descriptors against their limit. */
final class OpenFiles extends OutsideCollector {
  private static final int SHOWN = 10_000;

  OpenFiles(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "files";
  }

  @Override
  public String about() {
    return "open descriptors by kind and target, and how far from the limit";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    List<OpenFile> files = process.openFiles();
    Map<String, Integer> kinds = new TreeMap<>();
    for (OpenFile file : files) {
      kinds.merge(file.kind(), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    text.append(files.size()).append(" open, limit ").append(limit()).append("\n\n");
    kinds.forEach((kind, count) -> text.append(Row.of("%8d %s\n", count, kind)));
    text.append('\n');
    for (OpenFile file : files.subList(0, Math.min(SHOWN, files.size()))) {
      text.append(Row.of("%6d  %s%s\n", file.number(), file.target(), size(file)));
    }
    if (files.size() > SHOWN) {
      text.append("and ").append(files.size() - SHOWN).append(" more\n");
    }
    evidence.text("os/open-files.txt", text);
  }

  /** {@code Max open files 1024 524288 files}: the soft limit, then the hard one. */
  private String limit() {
    try {
      for (String line : process.read("limits").split("\n")) {
        if (line.startsWith("Max open files")) {
          String[] columns = line.substring("Max open files".length()).trim().split("\\s+");
          return columns[0] + " (hard " + columns[1] + ")";
        }
      }
      return "unknown";
    } catch (IOException e) {
      return "unknown: " + Reason.of(e);
    }
  }

  private static String size(OpenFile file) {
    if (!file.kind().equals("file")) {
      return "";
    }
    try {
      return Files.isRegularFile(file.link()) ? "  " + Files.size(file.link()) + " bytes" : "";
    } catch (IOException closed) {
      return "";
    }
  }
}
