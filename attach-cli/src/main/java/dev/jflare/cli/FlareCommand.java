package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.flare.FlareRequest;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Attach, collect, show, ask, upload: what the program is for. */
@Command(
    name = Commands.PROGRAM,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "java -jar attach.jar <target> [caseId] [options]",
      "       java -jar attach.jar --all|--match TEXT [caseId] [options]",
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
  @Mixin private final SeveralTargets several = new SeveralTargets();
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
    if (target == null && !several.asked() && !terminal.canAsk()) {
      throw Wrong.usage(spec, "no target given: expected a pid, or text that fits one JVM");
    }
    Sending sending = new Sending(settings, terminal, interrupts);
    Delivery delivery = new Delivery(wish(), upload, sending, terminal, interrupts);
    FlareTask.Maker tasks =
        process ->
            new FlareTask(process, request, settings, terminal, interrupts, reach(terminal))
                .heapDump(flare.heapDump());
    OneFlare one = new OneFlare(tasks, flare.local() ? Outside.REQUESTED : null, terminal);
    if (several.asked()) {
      List<JvmInfo> jvms = several.choose(terminal);
      announceShortWindow(terminal);
      return new FlaresInTurn(one, delivery.forCase(target), terminal, interrupts).of(jvms);
    }
    ProcessView process = new TargetChoice(terminal).choose(target);
    announceShortWindow(terminal);
    FlareArchive archive = one.of(process);
    delivery.show(archive);
    return delivery.forCase(caseId).of(archive);
  }

  private void check() {
    upload.check();
    if (noUpload && upload.send()) {
      throw Wrong.together(spec, "--send", "--no-upload");
    }
    several.check();
    if (several.asked() && caseId != null) {
      throw Wrong.usage(spec, "--all and --match take no target: expected a case id alone");
    }
    if (several.asked() && target != null) {
      checkCaseId(target);
    }
  }

  private void announceShortWindow(Terminal terminal) {
    if (flare.windowIsShort()) {
      terminal.say("Profiles of less than 30 s say little about what happens rarely.");
    }
  }

  /** With no target, what stands in its place. */
  private void checkCaseId(String text) {
    try {
      new CaseId().convert(text);
    } catch (TypeConversionException wrong) {
      throw Wrong.usage(spec, String.valueOf(wrong.getMessage()));
    }
  }

  private Delivery.Wish wish() {
    if (noUpload) {
      return Delivery.Wish.KEEP;
    }
    return upload.send() ? Delivery.Wish.SEND : Delivery.Wish.ASK;
  }

  /** Nobody is contacted for a flare that is not going to be uploaded. */
  private Reach reach(Terminal terminal) {
    return !noUpload && (upload.send() || terminal.canAsk()) ? Reach.NETWORK : Reach.SETTINGS;
  }
}
