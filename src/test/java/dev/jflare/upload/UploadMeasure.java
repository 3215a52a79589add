package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Uploads one file and prints how long it took and how much memory the process had at most, from
 * {@code VmHWM} of Linux. Run it in a JVM of its own with a small heap, for example {@code
 * -Xmx64m}.
 *
 * <p>Arguments: base URL, archive, and for https a file of certificates to trust.
 */
public final class UploadMeasure {
  private UploadMeasure() {}

  public static void main(String[] args) throws Exception {
    TlsSettings tls =
        args.length > 2 ? TlsSettings.SYSTEM.withTrustFile(Path.of(args[2])) : TlsSettings.SYSTEM;
    Path archive = Path.of(args[1]);
    UploadResult result;
    long start = System.nanoTime();
    try (HttpClient client = HttpClient.open(ProxySettings.NONE, tls, Timeouts.DEFAULT, Log.NONE)) {
      Uploader uploader =
          new Uploader(
              client, Endpoint.at(args[0]), Secret.of("key"), RetryPolicy.DEFAULT, Log.NONE);
      result = uploader.upload(archive, UploadForm.newBuilder().build(), UploadListener.NONE);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println(result);
    System.out.printf(
        "bytes=%d millis=%d exchangeMillis=%d peak=%s%n",
        result.bytes(), millis, result.duration().toMillis(), peak());
    System.exit(result.accepted() ? 0 : 1);
  }

  private static String peak() throws Exception {
    Path status = Path.of("/proc/self/status");
    List<String> lines = Files.exists(status) ? Files.readAllLines(status) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("VmHWM: unknown")
        .replaceAll("\\s+", " ");
  }
}
