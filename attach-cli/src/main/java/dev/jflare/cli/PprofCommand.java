package dev.jflare.cli;

import dev.jflare.archive.Gzip;
import dev.jflare.jfr.NotARecordingException;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.profile.ConvertedProfile;
import dev.jflare.profile.RecordingConversion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes profiles for Go's tools of a recording that is already there. */
@Command(
    name = "pprof",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "java -jar attach.jar pprof <recording> [options]",
    description = {
      "Turns a recording of JFR or async-profiler (.jfr, .jfr.gz) into pprof files: cpu,",
      "heap, mutex, block, and wall where there is one. Nothing is masked or uploaded."
    })
final class PprofCommand implements Verb {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** How many event types are named of those that are in the file. */
  private static final int TYPES = 8;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "<recording>", description = "the file to convert")
  private @Nullable Path recording;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "where the files go (default: the current folder)")
  private Path output = Paths.get(".");

  @Option(
      names = "--service",
      paramLabel = "NAME",
      description = "what the files are called (default: the name of the recording)")
  private @Nullable String service;

  @Option(
      names = {"-f", "--force"},
      description = "replace files that are already there")
  private boolean force;

  @Override
  public Outcome run(Terminal terminal) throws UserError, IOException {
    Path file = terminal.shell().folder().resolve(String.valueOf(recording)).normalize();
    Path folder = terminal.shell().folder().resolve(output).normalize();
    check(file);
    OutputFolder.check(folder);
    String name = name(file);
    refuseToReplace(folder, name);
    Path work = null;
    try {
      work = OwnerOnly.freshFolder(folder, ".jflare-");
      return convert(file, folder.resolve(name), work, terminal);
    } catch (NotARecordingException something) {
      throw new UserError(
          ExitCode.USAGE,
          file + ": " + something.getMessage(),
          "Give a file that JFR or async-profiler has recorded.");
    } catch (IOException failed) {
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          file + " cannot be converted: " + failed,
          "Is the disk full? Name another folder with --output.");
    } catch (OutOfMemoryError small) {
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          file + " has a chunk too large for this heap",
          "Run it with more: java -Xmx2g -jar attach.jar pprof ...");
    } finally {
      if (work != null) {
        FolderTree.delete(work);
      }
    }
  }

  private static void check(Path file) throws UserError {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          ExitCode.USAGE, "there is no file " + file, "Give the path of a recording.");
    }
    if (!Files.isReadable(file)) {
      throw new UserError(
          ExitCode.NOT_PERMITTED,
          "not allowed to read " + file,
          "Run it as the user that the file belongs to.");
    }
  }

  /** The recording's name without what its kind adds; of it, or of what was asked for. */
  private String name(Path file) {
    if (service == null) {
      return String.valueOf(file.getFileName()).replaceFirst("(?i)(\\.jfr)?(\\.gz)?$", "");
    }
    if (!NAME.matcher(service).matches()) {
      throw Wrong.value(spec, "--service", service, "letters, digits, dots, _ and - only");
    }
    return service;
  }

  private void refuseToReplace(Path folder, String name) throws UserError {
    for (String id : RecordingConversion.IDS) {
      Path target = target(folder.resolve(name), id);
      if (!force && Files.exists(target)) {
        throw new UserError(
            ExitCode.USAGE,
            target + " is already there",
            "Replace it with --force, or name another folder or --service.");
      }
    }
  }

  private Outcome convert(Path file, Path stem, Path work, Terminal terminal)
      throws IOException, UserError {
    RecordingConversion conversion = RecordingConversion.of(file, work);
    conversion.about().forEach(terminal::say);
    terminal.say("in it: " + most(conversion.counts()));
    List<ConvertedProfile> profiles = conversion.profiles();
    if (profiles.stream().allMatch(ConvertedProfile::isEmpty)) {
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          "nothing in " + file + " is of any profile",
          profiles.get(0).summary());
    }
    List<Object> written = new ArrayList<>();
    for (ConvertedProfile profile : profiles) {
      Path target = target(stem, profile.id());
      write(profile, work, target);
      terminal.result(target + ": " + profile.summary());
      written.add(described(profile, target));
    }
    return Outcome.of(ExitCode.OK)
        .with("profiles", written)
        .with("about", conversion.about())
        .with("events", conversion.counts());
  }

  private static Map<String, Object> described(ConvertedProfile profile, Path target) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", profile.id());
    fields.put("file", target.toString());
    fields.put("empty", profile.isEmpty());
    fields.put("summary", profile.summary());
    fields.put("comments", profile.comments());
    return fields;
  }

  /** Whole or not at all: beside it first, then in its place. */
  private static void write(ConvertedProfile profile, Path work, Path target) throws IOException {
    Path beside = work.resolve(profile.id());
    try (OutputStream out = OwnerOnly.stream(beside)) {
      out.write(Gzip.compress(profile.proto()));
    }
    Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path target(Path stem, String id) {
    return stem.resolveSibling(stem.getFileName() + "-" + id + ".pprof");
  }

  private static String most(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(TYPES)
        .map(type -> type.getValue() + " " + type.getKey())
        .collect(Collectors.joining(", "));
  }
}
