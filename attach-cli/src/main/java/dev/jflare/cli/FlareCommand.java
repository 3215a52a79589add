package dev.jflare.cli;

import dev.jflare.lang.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Attach, collect, show, ask, upload: what the program is for. */
@Command(
    name = "java -jar attach.jar",
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
      "archive kept; 6 leak check stopped the upload, archive kept; 7 nothing could",
      "be collected; 130 interrupted, what was collected is kept."
    })
final class FlareCommand implements Verb {
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

  @Option(names = "--no-upload", description = "never upload, never ask: the archive only")
  private boolean noUpload;

  @Override
  public Outcome run(Terminal terminal) throws UserError {
    check();
    throw new UserError(ExitCode.BUG, "not built yet", "");
  }

  private void check() {
    upload.check();
    if (noUpload && upload.send()) {
      throw Wrong.together(spec, "--send", "--no-upload");
    }
  }
}
