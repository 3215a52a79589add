package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One upload with a client of its own, for case 123, with a short limit on standing still. */
final class TestUpload {
  private TestUpload() {}

  static UploadResult run(String url, String key, Path archive, UploadListener listener)
      throws IOException, InterruptedException {
    return run(url, key, archive, listener, RetryPolicy.DEFAULT);
  }

  static UploadResult run(
      String url, String key, Path archive, UploadListener listener, RetryPolicy retries)
      throws IOException, InterruptedException {
    UploadForm form = UploadForm.newBuilder().caseId("123").email("me@example.com").build();
    Timeouts timeouts = Timeouts.DEFAULT.withProgress(Duration.ofMillis(400));
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, timeouts, Log.NONE)) {
      return new Uploader(client, Endpoint.at(url), Secret.of(key), retries, Log.NONE)
          .upload(archive, form, listener);
    }
  }
}
