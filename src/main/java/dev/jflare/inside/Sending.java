package dev.jflare.inside;

import dev.jflare.archive.FlareArchive;
import dev.jflare.archive.HostName;
import dev.jflare.archive.Leak;
import dev.jflare.archive.LeakCheck;
import dev.jflare.lang.Version;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import dev.jflare.upload.Destination;
import dev.jflare.upload.RetryPolicy;
import dev.jflare.upload.UploadForm;
import dev.jflare.upload.UploadListener;
import dev.jflare.upload.UploadResult;
import dev.jflare.upload.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Uploads an archive from within the JVM. */
final class Sending {
  private final Settings settings;
  private final Scrubber scrubber;

  Sending(AgentOptions options) {
    this.settings = options.settings();
    this.scrubber = options.scrubber();
  }

  /** A flare just made; gives what came of it in words. */
  String send(FlareArchive archive, String caseId, String email) throws InterruptedException {
    return archive.leaks().isEmpty()
        ? String.valueOf(upload(archive.file(), caseId, email).get("message"))
        : stopped(archive.file(), archive.leaks());
  }

  /**
   * An archive that is there already.
   *
   * @return accepted, message
   */
  Map<String, Object> send(Path archive, String caseId, String email) throws InterruptedException {
    if (!Files.isRegularFile(archive)) {
      return refused("there is no archive " + archive);
    }
    List<Leak> leaks = LeakCheck.of(archive, scrubber);
    return leaks.isEmpty() ? upload(archive, caseId, email) : refused(stopped(archive, leaks));
  }

  static List<String> leakLines(List<Leak> leaks) {
    List<String> lines = new ArrayList<>();
    leaks.forEach(leak -> lines.add(leak.toString()));
    return lines;
  }

  private static String stopped(Path archive, List<Leak> leaks) {
    return "not uploaded, for the leak check found something:\n"
        + String.join("\n", leakLines(leaks))
        + "\nThe archive is kept: java -jar attach.jar redact '"
        + archive
        + "'";
  }

  private static Map<String, Object> refused(String message) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("accepted", false);
    result.put("message", message);
    return result;
  }

  private Map<String, Object> upload(Path archive, String caseId, String email)
      throws InterruptedException {
    Map<String, Object> result = new LinkedHashMap<>();
    UploadForm form =
        UploadForm.newBuilder()
            .caseId(caseId)
            .email(email)
            .source("local")
            .agentVersion(Version.current())
            .hostname(HostName.of(settings.string(Setting.HOSTNAME)))
            .build();
    try (HttpClient client =
        HttpClient.open(
            ProxySettings.of(settings),
            TlsSettings.of(settings),
            Timeouts.of(settings),
            Log.NONE)) {
      UploadResult upload =
          new Uploader(
                  client,
                  Destination.of(settings),
                  settings.secret(Setting.API_KEY),
                  RetryPolicy.of(settings),
                  Log.NONE)
              .upload(archive, form, UploadListener.NONE);
      result.put("accepted", upload.accepted());
      result.put("message", upload.accepted() ? upload.message() : upload.error());
    } catch (IOException e) {
      result.put("accepted", false);
      result.put("message", String.valueOf(e.getMessage()));
    }
    return result;
  }
}
