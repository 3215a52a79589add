package dev.jflare.cli;

import dev.jflare.archive.Leak;
import dev.jflare.archive.LeakCheck;
import dev.jflare.lang.Nullable;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Uploads an archive that is already there; naming it is the consent. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "java -jar attach.jar send <archive> [caseId] [options]",
    description = "Uploads an archive already on disk.")
final class SendCommand implements Verb {
  private final Interrupts interrupts;

  @Mixin private final UploadOptions upload = new UploadOptions();

  @Parameters(index = "0", paramLabel = "<archive>", description = "the flare to upload")
  private @Nullable Path archive;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "caseId",
      converter = CaseId.class,
      description = "the support case it belongs to")
  private @Nullable String caseId;

  SendCommand(Interrupts interrupts) {
    this.interrupts = interrupts;
  }

  @Override
  public Outcome run(Terminal terminal) throws UserError, IOException, InterruptedException {
    upload.check();
    Path file = terminal.shell().folder().resolve(String.valueOf(archive)).normalize();
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new UserError(
          ExitCode.USAGE,
          "there is no archive " + file + " that can be read",
          "Give the path of a file that an earlier run has written.");
    }
    Settings settings = upload.settings(terminal.shell());
    settings.warnings().forEach(terminal::warn);
    List<Leak> leaks = LeakCheck.of(file, Scrubber.of(ScrubSettings.of(settings)));
    if (!leaks.isEmpty()) {
      return LeakStop.of(file, leaks, terminal)
          .with("archive", file.toString())
          .with("leaks", LeakStop.json(leaks));
    }
    Sending sending = new Sending(settings, terminal, interrupts);
    if (sending.lacksKey()) {
      terminal.detail("no API key is set (DD_API_KEY, --config or --api-key-file)");
    }
    String email =
        upload.send() ? upload.emailOrEmpty() : new Consent(terminal).email(upload.email());
    Outcome outcome =
        sending.send(file, caseId == null ? "" : caseId, email).with("archive", file.toString());
    upload.deleteAfter(outcome, file, terminal);
    return outcome;
  }
}
