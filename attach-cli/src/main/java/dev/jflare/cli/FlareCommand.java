package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareResult;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attach, collect, show, ask, upload: what the program is for. */
@Command(
    name = Commands.PROGRAM,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "java -jar attach.jar <target> [caseId] [options]",
      "       java -jar attach.jar COMMAND [options]"
    },
    description = {
      "",
      "Takes a flare of a running JVM: profiles, diagnostics and logs, scrubbed, in one",
      "archive; shows what would leave this machine, asks, and uploads it.",
      ""
    },
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "A target named like a command is written after --, or given by its pid.",
      "Secrets are never options: the API key comes from DD_API_KEY, from --config or",
      "from --api-key-file.",
      "",
      "Exit codes: 0 archive written and, if asked for, uploaded; 1 a bug of ours;",
      "2 wrong usage; 3 no such JVM, or several; 4 not permitted; 5 upload failed,",
      "archive kept; 6 the leak check stopped the upload, archive kept; 7 nothing could",
      "be collected; 130 interrupted, what was collected is kept."
    })
final class FlareCommand implements Verb {
  private final Interrupts interrupts;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final FlareOptions flare = new FlareOptions();
  @Mixin private final UploadOptions upload = new UploadOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "<target>",
      description = "a pid, or text that fits one JVM's main class, jar or command line")
  private @Nullable String target;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "caseId",
      converter = CaseId.class,
      description = "the support case this flare belongs to")
  private @Nullable String caseId;

  @Option(
      order = 3,
      names = "--no-upload",
      description = "never upload, never ask: the archive only")
  private boolean noUpload;

  FlareCommand(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  @Override
  public Outcome run(Terminal terminal) throws UserError, IOException, InterruptedException {
    check();
    Settings settings = upload.settings(terminal.shell());
    settings.warnings().forEach(terminal::warn);
    FlareRequest request = flare.request(terminal.shell(), settings);
    OutputFolder.check(request.output());
    if (target == null && !terminal.canAsk()) {
      throw Wrong.usage(spec, "no target given: expected a pid, or text that fits one JVM");
    }
    ProcessView process = new TargetChoice(terminal).choose(target);
    if (flare.windowIsShort()) {
      terminal.say("Profiles of less than 30 s say little about what happens rarely.");
    }
    Outside outside = flare.local() ? Outside.REQUESTED : Preflight.check(process, terminal);
    FlareResult result =
        take(
            new FlareTask(process, request, settings, terminal, interrupts, reach(terminal)),
            outside);
    FlareArchive archive = result.archive();
    if (archive == null) {
      throw new UserError(ExitCode.NOTHING_COLLECTED, result.problem(), "");
    }
    return deliver(archive, new Sending(settings, terminal, interrupts), terminal);
  }

  private void check() {
    upload.check();
    if (noUpload && upload.send()) {
      throw Wrong.together(spec, "--send", "--no-upload");
    }
  }

  /** Nobody is contacted for a flare that is not going to be uploaded. */
  private Reach reach(Terminal terminal) {
    return mayUpload(terminal) ? Reach.NETWORK : Reach.SETTINGS;
  }

  private boolean mayUpload(Terminal terminal) {
    return !noUpload && (upload.send() || terminal.canAsk());
  }

  private FlareResult take(FlareTask task, @Nullable Outside outside) throws UserError {
    try {
      return task.take(outside);
    } catch (IOException e) {
      throw new UserError(
          ExitCode.NOTHING_COLLECTED,
          "no flare can be made: " + e,
          "Name another folder for it with --output.");
    }
  }

  private Outcome deliver(FlareArchive archive, Sending sending, Terminal terminal)
      throws UserError, IOException {
    String file = archive.file().toString();
    terminal.result(file);
    new Consent(terminal).show(archive);
    Outcome outcome;
    try {
      outcome =
          interrupts.happened() ? interrupted(file, terminal) : offer(archive, sending, terminal);
    } catch (InterruptedException e) {
      outcome = interrupted(file, terminal);
    }
    upload.deleteAfter(outcome, archive.file(), terminal);
    return outcome.describing(archive);
  }

  private Outcome offer(FlareArchive archive, Sending sending, Terminal terminal)
      throws UserError, IOException, InterruptedException {
    Path file = archive.file();
    String id = caseId == null ? "" : caseId;
    if (!archive.leaks().isEmpty()) {
      if (mayUpload(terminal)) {
        return LeakStop.of(file, archive.leaks(), terminal);
      }
      LeakStop.warn(file, archive.leaks(), terminal);
      return notSent();
    }
    if (noUpload) {
      return notSent();
    }
    if (!mayUpload(terminal)) {
      terminal.say(
          "Not uploaded: there is nobody to ask. Send it with: " + Sending.again(file, id));
      return notSent();
    }
    Consent consent = new Consent(terminal);
    consent.announce(file, sending);
    String email = upload.emailOrEmpty();
    if (!upload.send()) {
      String kept =
          "Aborting. (You can still use " + terminal.paint(Style.NOTE, file.toString()) + ")";
      interrupts.onInterrupt(() -> terminal.warn(kept), Duration.ZERO);
      email = consent.email(upload.email());
      if (!consent.given()) {
        terminal.warn(kept);
        return notSent();
      }
    }
    return sending.send(file, id, email);
  }

  private static Outcome notSent() {
    return Outcome.of(ExitCode.OK).with("upload", null);
  }

  private static Outcome interrupted(String file, Terminal terminal) {
    terminal.warn("Interrupted; what was collected is in " + file);
    return Outcome.of(ExitCode.INTERRUPTED).with("upload", null).with("error", "interrupted");
  }
}
