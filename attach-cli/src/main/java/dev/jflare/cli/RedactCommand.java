package dev.jflare.cli;

import static java.util.Objects.requireNonNull;

import dev.jflare.archive.Leak;
import dev.jflare.archive.LeakCheck;
import dev.jflare.archive.Redactor;
import dev.jflare.lang.FolderTree;
import dev.jflare.lang.Nullable;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.scrub.RuleFacts;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.Scrubber;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The scrubber for anything: a file, an archive, or what is piped in. */
@Command(
    name = "redact",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "java -jar attach.jar redact <file> [options]",
    description = {
      "Masks the secrets of a file as those of a flare are masked: logs and configuration",
      "of any kind, crash reports, .jfr, .pprof, .gz, zip archives, whole flares. A text is",
      "written to standard output, anything else to NAME-redacted beside it.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 masked; 2 wrong usage; 4 not permitted; 6 masked, but the leak check",
      "finds something in the result; 7 it cannot be masked, and nothing is written."
    })
final class RedactCommand implements Verb {
  /** Standard input, or as a result standard output. */
  private static final String PIPE = "-";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final SettingsOptions options = new SettingsOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<file>",
      description = "what to mask; - for standard input")
  private @Nullable String input;

  @Option(
      order = 1,
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where the result goes; - for standard output")
  private @Nullable Path output;

  @Option(
      order = 2,
      names = "--explain",
      description = "say which rule hit where, and what is left to see there")
  private boolean explain;

  @Option(
      order = 3,
      names = {"-f", "--force"},
      description = "replace a file that is already there")
  private boolean force;

  @Option(order = 4, names = "--list-rules", description = "print all rules and end")
  private boolean listRules;

  @Override
  public Outcome run(Terminal terminal) throws UserError, IOException {
    Scrubber scrubber = Scrubber.of(ScrubSettings.of(options.load(terminal.shell())));
    if (listRules) {
      return list(scrubber, terminal);
    }
    String what = input;
    if (what == null) {
      throw Wrong.usage(spec, "no file given: expected a file, an archive, or -");
    }
    if (what.equals(PIPE)) {
      return redact(PIPE, terminal.shell().in(), null, scrubber, terminal);
    }
    Path file = terminal.shell().folder().resolve(what).normalize();
    check(file);
    try (InputStream in = Files.newInputStream(file)) {
      return redact(what, in, file, scrubber, terminal);
    }
  }

  private static void check(Path file) throws UserError {
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          ExitCode.USAGE, "there is no file " + file, "Give the path of a file, or - for a pipe.");
    }
    if (!Files.isReadable(file)) {
      throw new UserError(
          ExitCode.NOT_PERMITTED,
          "not allowed to read " + file,
          "Run it as the user that the file belongs to.");
    }
  }

  private static Outcome list(Scrubber scrubber, Terminal terminal) {
    List<Object> rules = new ArrayList<>();
    for (RuleFacts rule : scrubber.catalogue()) {
      terminal.result(rule.id() + " (" + rule.kind() + ")");
      terminal.result("    " + (rule.about().isEmpty() ? "no description" : rule.about()));
      terminal.result("    source: " + rule.source());
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("id", rule.id());
      fields.put("kind", rule.kind());
      fields.put("about", rule.about());
      fields.put("source", rule.source());
      rules.add(fields);
    }
    return Outcome.of(ExitCode.OK).with("rules", rules);
  }

  private Outcome redact(
      String name, InputStream raw, @Nullable Path file, Scrubber scrubber, Terminal terminal)
      throws UserError, IOException {
    BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
    Path target = target(file, Redactor.isText(in), terminal);
    Path parent = target == null ? null : target.getParent();
    Path work = null;
    try {
      work = OwnerOnly.freshFolder(parent == null ? temporary() : parent, ".jflare-");
      Explaining explaining = new Explaining(explain, target == null, scrubber, terminal);
      Redactor redactor = new Redactor(scrubber, work, explaining);
      if (target == null) {
        ScrubTally tally = redactor.redact(name, in, terminal.shell().out());
        terminal.shell().out().flush();
        return done(tally, explaining, terminal);
      }
      Path result = work.resolve("result");
      ScrubTally tally;
      try (OutputStream out = OwnerOnly.stream(result)) {
        tally = redactor.redact(name, in, out);
      }
      Files.move(result, target, StandardCopyOption.REPLACE_EXISTING);
      return checked(target, tally, explaining, scrubber, terminal);
    } catch (IOException failed) {
      String why = failed.getMessage() == null ? failed.toString() : failed.getMessage();
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          name + " cannot be masked: " + why,
          "The result is not there, for it might hold secrets. If the disk is full, name another"
              + " folder with --output.");
    } finally {
      if (work != null) {
        FolderTree.delete(work);
      }
    }
  }

  private static Path temporary() {
    return Paths.get(System.getProperty("java.io.tmpdir", "/tmp"));
  }

  /** Null for standard output. */
  private @Nullable Path target(@Nullable Path file, boolean text, Terminal terminal)
      throws UserError {
    boolean piped = output != null && output.toString().equals(PIPE);
    if ((piped || (output == null && file == null)) && terminal.json()) {
      throw Wrong.usage(spec, "--json needs standard output: name a file with --output");
    }
    if (piped || (output == null && (text || file == null) && !terminal.json())) {
      if (!text && terminal.shell().probe().output()) {
        throw Wrong.usage(spec, "the result is no text for a terminal: name a file with --output");
      }
      return null;
    }
    return free(
        output != null
            ? terminal.shell().folder().resolve(output).normalize()
            : beside(requireNonNull(file)),
        file);
  }

  /** The same path, when a result can be put there. */
  private Path free(Path target, @Nullable Path file) throws UserError {
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null) {
      OutputFolder.check(parent);
    }
    if (target.equals(file)) {
      throw Wrong.usage(spec, "--output is the input: the original would be gone");
    }
    if (!force && Files.exists(target)) {
      throw new UserError(
          ExitCode.USAGE,
          target + " is already there",
          "Replace it with --force, or name another file with --output.");
    }
    return target;
  }

  /** {@code flare.zip} becomes {@code flare-redacted.zip}. */
  private static Path beside(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.endsWith(".gz") ? name.lastIndexOf('.', name.length() - 4) : -1;
    int end = dot > 0 ? dot : name.lastIndexOf('.');
    String result =
        end > 0 ? name.substring(0, end) + "-redacted" + name.substring(end) : name + "-redacted";
    return file.resolveSibling(result);
  }

  private static Outcome checked(
      Path target, ScrubTally tally, Explaining explaining, Scrubber scrubber, Terminal terminal) {
    List<Leak> leaks = LeakCheck.of(target, scrubber);
    Outcome outcome = done(tally, explaining, terminal);
    terminal.result(target.toString());
    outcome.with("output", target.toString());
    if (leaks.isEmpty()) {
      return outcome.with("leaks", new ArrayList<>());
    }
    return LeakStop.afterRedaction(target, leaks, terminal).withAll(outcome);
  }

  private static Outcome done(ScrubTally tally, Explaining explaining, Terminal terminal) {
    terminal.say("Masked: " + Consent.masked(tally.byRule()));
    return Outcome.of(ExitCode.OK)
        .with("scrubbed", tally.byRule())
        .with("notes", explaining.notes());
  }
}
