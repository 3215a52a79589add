package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.OpenFile;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.TargetFiles;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Log files: those asked for, crash reports, garbage collection, the console where it is a file,
 * and open files that look like logs with their newest rotations. In this order, because the limit
 * for all of them counts from the front.
 */
final class Logs extends OutsideCollector {
  private static final int GLOB_LIMIT = 200;
  private static final int NEWEST = 5;
  private static final int ROTATIONS = 2;
  private static final int FILES = 200;
  private static final List<String> CRASHES =
      Arrays.asList(
          "hs_err_pid*.log", "replay_pid*.log", "/tmp/hs_err_pid*.log", "/tmp/replay_pid*.log");

  private final CollectSettings settings;

  Logs(ProcessView process, CollectSettings settings) {
    super(process);
    this.settings = settings;
  }

  @Override
  public String id() {
    return "logs";
  }

  @Override
  public String about() {
    return "application, GC and crash logs: open files, files named by options, --log";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException, SkippedException {
    TargetFiles files = process.files();
    FileCopies copies =
        new FileCopies(
            evidence,
            files,
            "logs/",
            settings.fileCapBytes(),
            settings.totalCapBytes(),
            settings.ownFolder());
    if (!process.workingDirectory().isPresent()) {
      evidence.gap(null, "files in its working directory: not permitted to know which it is");
    }
    asked(evidence, copies);
    CommandLine command = CommandLine.of(process);
    crashes(copies, command);
    for (String glob : GcLogNames.of(command.jvmOptions())) {
      found(copies, glob, NEWEST);
      found(copies, glob + ".*", ROTATIONS);
    }
    open(evidence, files, copies, deadline);
    if (copies.count() == 0) {
      throw new SkippedException("no log files found; name them with --log");
    }
  }

  private void asked(Evidence evidence, FileCopies copies) throws IOException {
    for (String glob : settings.logGlobs()) {
      List<Path> matches = newestFirst(matches(glob, GLOB_LIMIT));
      matches.forEach(copies::addAsked);
      if (matches.isEmpty()) {
        evidence.gap(null, "--log " + glob + " matches no file");
      }
    }
  }

  /** Also of earlier processes: the one that crashed is gone, and its file is what matters. */
  private void crashes(FileCopies copies, CommandLine command) throws IOException {
    String errorFile = command.flag("ErrorFile");
    if (errorFile != null) {
      found(copies, errorFile.replace("%p", "*"), NEWEST);
    }
    for (String glob : CRASHES) {
      found(copies, glob, NEWEST);
    }
  }

  private void open(Evidence evidence, TargetFiles files, FileCopies copies, Deadline deadline)
      throws IOException {
    List<OpenFile> open;
    try {
      open = process.openFiles();
    } catch (IOException e) {
      evidence.gap(null, "open files: " + Reason.of(e));
      return;
    }
    for (OpenFile file : open) {
      boolean console = file.number() == 1 || file.number() == 2;
      if (deadline.expired() || copies.count() >= FILES) {
        String why = deadline.expired() ? "no time left" : "more than " + FILES + " log files";
        evidence.gap(null, why + ": not all open files were taken");
        return;
      }
      if (file.kind().equals("file")
          && (console || LogNames.looksLikeLog(file.path()))
          && Files.isRegularFile(file.link())) {
        copies.addOpen(reach(files, file), file.path());
        rotations(evidence, copies, file);
      }
    }
  }

  /** By name where the name still leads to it, so that permissions.log says something. */
  private static Path reach(TargetFiles files, OpenFile file) {
    try {
      Path named = files.resolve(file.path());
      return Files.isSameFile(named, file.link()) ? named : file.link();
    } catch (IOException gone) {
      return file.link();
    }
  }

  private void rotations(Evidence evidence, FileCopies copies, OpenFile live) throws IOException {
    if (live.deleted()) {
      return;
    }
    int taken = 0;
    int compressed = 0;
    for (Path old : newestFirst(matches(LogNames.rotations(live.path()), GLOB_LIMIT))) {
      if (LogNames.compressed(old.toString())) {
        evidence.permissions(old);
        compressed++;
      } else if (taken++ < ROTATIONS) {
        copies.addFound(old);
      }
    }
    if (compressed > 0) {
      evidence.note("compressed rotations of " + live.path(), compressed + " not taken");
    }
  }

  private void found(FileCopies copies, String glob, int most) throws IOException {
    List<Path> matches = newestFirst(matches(glob, GLOB_LIMIT));
    matches.subList(0, Math.min(most, matches.size())).forEach(copies::addFound);
  }

  private static List<Path> newestFirst(List<Path> found) {
    List<Path> sorted = new ArrayList<>(found);
    sorted.sort((a, b) -> Long.compare(modified(b), modified(a)));
    return sorted;
  }

  private static long modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException gone) {
      return 0;
    }
  }
}
