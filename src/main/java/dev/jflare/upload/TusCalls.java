package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.net.RequestBody;
import dev.jflare.net.TransferListener;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * The requests of tus 1.0.0 with its extension creation. All go to the destination's own domain:
 * the key comes along.
 */
final class TusCalls {
  static final String VERSION = "1.0.0";

  /** A question that is worth no long wait. */
  private static final Duration OPTIONS_LIMIT = Duration.ofSeconds(15);

  private final HttpClient client;
  private final Secret key;
  private final URI creation;

  /** Some proxies let no PATCH through; the protocol has a way around them. */
  private boolean patchByPost;

  /**
   * @param creation the URL that makes uploads
   */
  TusCalls(HttpClient client, Secret key, URI creation) {
    this.client = client;
    this.key = key;
    this.creation = creation;
  }

  URI creation() {
    return creation;
  }

  /**
   * @return null when the server does not say that it speaks tus, whatever else it says
   */
  @Nullable
  TusOffer options() throws IOException, InterruptedException {
    // no Tus-Resumable: it is the one request that has to be understood in every version
    HttpCall call = Requests.stamped(HttpCall.of("OPTIONS", creation), key);
    return TusOffer.of(client.exchange(call, TransferListener.NONE, Deadline.after(OPTIONS_LIMIT)));
  }

  HttpAnswer create(long length, Map<String, String> metadata)
      throws IOException, InterruptedException {
    return exchange(
        HttpCall.of("POST", creation)
            .withHeader("Upload-Length", String.valueOf(length))
            .withHeader("Upload-Metadata", encoded(metadata)),
        TransferListener.NONE);
  }

  HttpAnswer head(URI upload) throws IOException, InterruptedException {
    return exchange(HttpCall.head(upload), TransferListener.NONE);
  }

  /**
   * @param sha256 of the body in base64; null to send none
   */
  HttpAnswer patch(URI upload, long offset, RequestBody body, @Nullable String sha256, Tally tally)
      throws IOException, InterruptedException {
    HttpCall call =
        patchByPost
            ? HttpCall.post(upload, body).withHeader("X-HTTP-Method-Override", "PATCH")
            : HttpCall.of("PATCH", upload, body);
    call = call.withHeader("Upload-Offset", String.valueOf(offset));
    if (sha256 != null) {
      call = call.withHeader("Upload-Checksum", "sha256 " + sha256);
    }
    tally.beginRequest();
    return exchange(call, tally);
  }

  /**
   * From now on a PATCH is sent as a POST that says so.
   *
   * @return false when that was so before
   */
  boolean patchByPost() {
    boolean before = patchByPost;
    patchByPost = true;
    return !before;
  }

  private HttpAnswer exchange(HttpCall call, TransferListener progress)
      throws IOException, InterruptedException {
    HttpCall stamped = Requests.stamped(call, key).withHeader("Tus-Resumable", VERSION);
    return client.exchange(stamped, progress, Uploader.NEVER);
  }

  /** {@code name base64,name base64}: names without spaces and commas. */
  private static String encoded(Map<String, String> metadata) {
    StringBuilder out = new StringBuilder();
    metadata.forEach(
        (name, value) ->
            out.append(out.length() == 0 ? "" : ",")
                .append(name)
                .append(' ')
                .append(
                    Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    return out.toString();
  }
}
