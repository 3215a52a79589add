package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.TargetFiles;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which heap dumps and core files lie about, so that somebody can ask for one. Never their content:
 * it is everything the program knew.
 */
final class Dumps extends OutsideCollector {
  private static final int LIMIT = 100;

  Dumps(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "dumps";
  }

  @Override
  public String about() {
    return "names, sizes and times of heap dumps and core files, never their content";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException {
    TargetFiles files = process.files();
    Set<Path> found = new LinkedHashSet<>();
    for (String glob : globs()) {
      found.addAll(matches(glob, LIMIT));
    }
    StringBuilder text = new StringBuilder();
    for (Path file : found) {
      text.append(Row.of("%14d  %s  ", Files.size(file), Files.getLastModifiedTime(file)));
      text.append(files.nameOf(file)).append('\n');
    }
    evidence.text("os/dumps.txt", found.isEmpty() ? "no heap dump, no core file\n" : text);
  }

  private List<String> globs() throws IOException {
    List<String> globs =
        new ArrayList<>(Arrays.asList("*.hprof", "core", "core.*", "/tmp/*.hprof"));
    String path = CommandLine.of(process).flag("HeapDumpPath"); // a file, or a folder for files
    if (path != null) {
      String plain = path.replace("%p", "*");
      globs.add(plain);
      globs.add(plain + "/*.hprof");
    }
    String cores = process.readSystem("sys/kernel/core_pattern").trim();
    if (cores.startsWith("/")) { // else piped into a program, or beside the process
      globs.add(cores.replaceAll("%.", "*"));
    }
    return globs;
  }
}
