package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Datadog's form in one POST; every attempt sends the whole archive. */
final class FormTransfer implements Transfer {
  /** From this size on an upload asks first; the same as curl's. */
  private static final long LARGE_BYTES = 1 << 20;

  private final HttpClient client;
  private final Secret key;
  private final URI target;
  private final Path archive;
  private final UploadForm form;
  private final @Nullable String sha256;

  /**
   * @param sha256 of the archive, told to the intake in a header; null for Datadog's own backend,
   *     which gets nothing that its Agent does not send
   */
  FormTransfer(
      HttpClient client,
      Secret key,
      URI target,
      Path archive,
      UploadForm form,
      @Nullable String sha256) {
    this.client = client;
    this.key = key;
    this.target = target;
    this.archive = archive;
    this.form = form;
    this.sha256 = sha256;
  }

  @Override
  public UploadMode mode() {
    return UploadMode.FLARE;
  }

  @Override
  public Verdict attempt(Tally tally) throws InterruptedException {
    Verdicts verdicts = new Verdicts(key);
    try {
      HttpCall call = Requests.stamped(HttpCall.post(target, new FlareBody(archive, form)), key);
      if (sha256 != null) {
        call = call.withHeader(Requests.SHA256, sha256);
      }
      boolean large = Files.size(archive) >= LARGE_BYTES;
      return verdicts.of(client.exchange(large ? call.askingFirst() : call, tally, Uploader.NEVER));
    } catch (IOException failed) {
      return verdicts.of(failed);
    }
  }
}
