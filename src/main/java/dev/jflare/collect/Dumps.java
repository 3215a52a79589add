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
import java.util.Optional;
import java.util.Set;

/**
 * Which heap dumps, core files and recordings lie about, also of earlier processes, so that
 * somebody can ask for one. Never their content: it is everything the program knew.
 */
final class Dumps extends OutsideCollector {
  private static final int LIMIT = 100;

  /** Where systemd-coredump puts them when the kernel's pattern pipes into it. */
  private static final String COREDUMPS = "/var/lib/systemd/coredump/core.*";

  Dumps(ProcessView process) {
    super(process);
  }

  @Override
  public String id() {
    return "dumps";
  }

  @Override
  public String about() {
    return "names, sizes and times of heap dumps, core files and recordings, never their content";
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
    evidence.text(
        "os/dumps.txt", found.isEmpty() ? "no heap dump, no core file, no recording\n" : text);
  }

  private List<String> globs() throws IOException {
    List<String> globs =
        new ArrayList<>(
            Arrays.asList(
                "*.hprof", "core", "core.*", "/tmp/*.hprof", "*.jfr", "/tmp/*.jfr", COREDUMPS));
    // the repository of a JVM's recordings: its start and its own pid
    globs.add("/tmp/20*_" + process.status().namespacePid() + "/*.jfr");
    CommandLine command = CommandLine.of(process);
    recording(command).ifPresent(globs::add);
    String path = command.flag("HeapDumpPath"); // a file, or a folder for files
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

  /** The file that {@code -XX:StartFlightRecording} writes when the JVM ends. */
  private static Optional<String> recording(CommandLine command) {
    String options = command.flag("StartFlightRecording");
    for (String option : options == null ? new String[0] : options.split(",")) {
      if (option.startsWith("filename=")) {
        String file = option.substring("filename=".length());
        return Optional.of(file.replaceAll("%[pt]", "*"));
      }
    }
    return Optional.empty();
  }
}
