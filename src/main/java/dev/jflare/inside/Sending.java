package dev.jflare.inside;

import dev.jflare.archive.HostName;
import dev.jflare.lang.Version;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Uploads an archive from within the JVM. */
final class Sending {
  private final Settings settings;

  Sending(AgentOptions options) {
    this.settings = options.settings();
  }

  /**
   * @return accepted, message
   */
  Map<String, Object> send(Path archive, String caseId, String email) throws InterruptedException {
    Map<String, Object> result = new LinkedHashMap<>();
    if (!Files.isRegularFile(archive)) {
      result.put("accepted", false);
      result.put("message", "there is no archive " + archive);
      return result;
    }
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
