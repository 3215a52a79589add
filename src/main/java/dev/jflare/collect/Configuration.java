package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.CommandLine;
import dev.jflare.jvm.ProcessView;
import dev.jflare.jvm.TargetFiles;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Configuration files: those asked for, those that options name, and those in the usual places. */
final class Configuration extends OutsideCollector {
  private static final int GLOB_LIMIT = 64;
  private static final long FILE_CAP_BYTES = 1024 * 1024;
  private static final long TOTAL_CAP_BYTES = 10 * 1024 * 1024;

  private final CollectSettings settings;

  Configuration(ProcessView process, CollectSettings settings) {
    super(process);
    this.settings = settings;
  }

  @Override
  public String id() {
    return "configuration";
  }

  @Override
  public String about() {
    return "configuration files: named by options, in conf or config beside the program, --conf";
  }

  @Override
  void look(Evidence evidence, Deadline deadline) throws IOException, SkippedException {
    TargetFiles files = process.files();
    FileCopies copies =
        new FileCopies(
            evidence, files, "etc/", FILE_CAP_BYTES, TOTAL_CAP_BYTES, settings.ownFolder());
    for (String glob : settings.confGlobs()) {
      List<Path> matches = matches(glob, GLOB_LIMIT);
      matches.forEach(copies::addAsked);
      if (matches.isEmpty()) {
        evidence.gap(null, "--conf " + glob + " matches no file");
      }
    }
    CommandLine command = CommandLine.of(process);
    Set<String> globs = new LinkedHashSet<>(ConfigurationNames.named(command));
    for (String folder : folders(command)) {
      globs.addAll(ConfigurationNames.beside(folder));
    }
    for (String glob : globs) {
      for (Path file : matches(glob, GLOB_LIMIT)) {
        if (ConfigurationNames.keepsSecrets(file.toString())) {
          evidence.permissions(file);
        } else {
          copies.addFound(file);
        }
      }
    }
    if (copies.count() == 0) {
      throw new SkippedException("no configuration files found; name them with --conf");
    }
  }

  /** The working directory and the folder of the jar, with the one above it for bin and lib. */
  private Set<String> folders(CommandLine command) {
    Set<String> folders = new LinkedHashSet<>();
    String cwd = process.workingDirectory().orElse("");
    if (!cwd.isEmpty()) {
      folders.add(cwd);
    }
    String program = command.program();
    if (program != null && program.endsWith(".jar")) {
      String jar = program.startsWith("/") ? program : cwd + "/" + program;
      String folder = jar.substring(0, Math.max(1, jar.lastIndexOf('/')));
      folders.add(folder);
      if (folder.endsWith("/bin") || folder.endsWith("/lib")) {
        folders.add(folder.substring(0, Math.max(1, folder.lastIndexOf('/'))));
      }
    }
    return folders;
  }
}
