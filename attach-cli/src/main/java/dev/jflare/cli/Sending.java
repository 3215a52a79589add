package dev.jflare.cli;

import dev.jflare.archive.HostName;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.PrintableUrl;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.upload.Destination;
import dev.jflare.upload.RetryPolicy;
import dev.jflare.upload.UploadForm;
import dev.jflare.upload.UploadListener;
import dev.jflare.upload.UploadResult;
import dev.jflare.upload.Uploader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Uploads an archive and says how it went, in words, as JSON and as an exit code. */
final class Sending {
  private final Settings settings;
  private final Terminal terminal;
  private final Interrupts interrupts;

  Sending(Settings settings, Terminal terminal, Interrupts interrupts) {
    this.settings = settings;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  /** Where it would go, for the screen that asks. */
  String destination() throws UserError {
    return place().toString();
  }

  /** Whether the backend is going to miss a key. */
  boolean lacksKey() throws UserError {
    return place().wantsKey() && settings.secret(Setting.API_KEY).isEmpty();
  }

  /**
   * Uploads.
   *
   * @param caseId empty for a new case
   * @param email empty for none
   * @return {@link ExitCode#OK}, or {@link ExitCode#UPLOAD_FAILED} with the archive where it was;
   *     the field {@code upload} says the rest
   */
  Outcome send(Path archive, String caseId, String email) throws UserError, InterruptedException {
    Thread sender = Thread.currentThread();
    interrupts.onInterrupt(sender::interrupt, Duration.ofSeconds(5));
    Destination destination = place();
    UploadForm form =
        UploadForm.newBuilder()
            .caseId(caseId)
            .email(email)
            .hostname(HostName.of(settings.string(Setting.HOSTNAME)))
            .build();
    try (HttpClient client = open()) {
      UploadResult result =
          new Uploader(
                  client,
                  destination,
                  settings.secret(Setting.API_KEY),
                  RetryPolicy.of(settings),
                  new TerminalLog(terminal))
              .upload(archive, form, new Uploading());
      return report(result, archive, caseId);
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()), archive, caseId, new LinkedHashMap<>());
    }
  }

  private HttpClient open() throws IOException {
    return HttpClient.open(
        ProxySettings.of(settings),
        TlsSettings.of(settings),
        Timeouts.of(settings),
        TerminalLog.once(terminal));
  }

  private Destination place() throws UserError {
    try {
      return Destination.of(settings);
    } catch (IllegalArgumentException wrong) {
      throw new UserError(ExitCode.USAGE, String.valueOf(wrong.getMessage()), "");
    }
  }

  private Outcome report(UploadResult result, Path archive, String caseId) {
    Map<String, Object> upload = new LinkedHashMap<>();
    upload.put("accepted", result.accepted());
    upload.put("message", result.message());
    upload.put("mode", result.mode().toString());
    upload.put("attempts", result.attempts());
    upload.put("bytes", result.bytes());
    upload.put("resumedAt", result.resumedAt());
    upload.put("millis", result.duration().toMillis());
    if (!result.accepted()) {
      if (!result.message().isEmpty()) {
        terminal.warn(result.message());
      }
      upload.put("error", result.error());
      upload.put("retryable", result.retryable());
      return failed(result.error(), archive, caseId, upload);
    }
    upload.put("caseId", result.caseId());
    terminal.result(result.message());
    return Outcome.of(ExitCode.OK).with("upload", upload);
  }

  private Outcome failed(String why, Path archive, String caseId, Map<String, Object> upload) {
    upload.putIfAbsent("accepted", false);
    upload.putIfAbsent("error", why);
    terminal.complain(
        new UserError(
            ExitCode.UPLOAD_FAILED,
            "the upload failed: " + why,
            "The archive is kept. Send it again with: " + again(archive, caseId)));
    return Outcome.of(ExitCode.UPLOAD_FAILED)
        .with("upload", upload)
        .with("error", "the upload failed: " + why);
  }

  /** The command that sends an archive later. */
  static String again(Path archive, String caseId) {
    String command = "java -jar attach.jar send '" + archive + "'";
    return caseId.isEmpty() ? command : command + " " + caseId;
  }

  /**
   * What was needed to collect is garbage now, and an upload may take hours on a machine that is
   * short of memory. Measured at {@code -Xmx64m}: 20 ms, and 5 to 10 MiB less at the peak.
   */
  private static void giveBackMemory() {
    System.gc();
  }

  /** Shows how far it is. */
  private final class Uploading implements UploadListener {
    @Override
    public void resolved(URI target) {
      giveBackMemory();
      terminal.detail("uploading to " + PrintableUrl.of(target));
      terminal.event(
          JsonLine.event("upload").with("status", "started").with("to", PrintableUrl.of(target)));
    }

    @Override
    public void sent(long bytes, long totalBytes) {
      if (totalBytes > 0) {
        long percent = Math.min(100, bytes * 100 / totalBytes);
        terminal.draw(
            String.format(
                Locale.ROOT, "uploading %s, %d %%", ByteCount.brief(totalBytes), percent));
      }
    }

    @Override
    public void resumed(long offset, long totalBytes) {
      terminal.say(
          "Going on at "
              + ByteCount.brief(offset)
              + " of "
              + ByteCount.brief(totalBytes)
              + ": what has arrived is not sent again");
      terminal.event(JsonLine.event("upload").with("status", "resumed").with("offset", offset));
    }

    @Override
    public void retrying(int failedAttempt, String why) {
      terminal.event(
          JsonLine.event("upload")
              .with("status", "retrying")
              .with("attempt", failedAttempt)
              .with("detail", why));
    }
  }
}
