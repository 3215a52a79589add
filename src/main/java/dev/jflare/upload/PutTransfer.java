package dev.jflare.upload;

import dev.jflare.lang.Secret;
import dev.jflare.lang.Version;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpCall;
import dev.jflare.net.HttpClient;
import dev.jflare.route.PrintableUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * One PUT to a presigned URL, as S3 and what is like it take it. No key goes along, no redirect is
 * followed (the signature is for this host), and no Content-Type is sent, because some signatures
 * cover it.
 */
final class PutTransfer implements Transfer {
  private final HttpClient client;
  private final URI target;
  private final Path archive;
  private final long size;

  PutTransfer(HttpClient client, URI target, Path archive, long size) {
    this.client = client;
    this.target = target;
    this.archive = archive;
    this.size = size;
  }

  @Override
  public UploadMode mode() {
    return UploadMode.PUT;
  }

  @Override
  public Verdict attempt(Tally tally) throws InterruptedException {
    try {
      HttpCall call =
          HttpCall.of("PUT", target, new ArchivePart(archive, 0, size, ""))
              .withHeader("User-Agent", "jflare/" + Version.current());
      HttpAnswer answer = client.exchange(call, tally, Uploader.NEVER);
      int status = answer.status();
      return status == 200 || status == 201 || status == 204
          ? Verdict.accepted(0, "The archive was uploaded to " + PrintableUrl.of(target))
          : new ObjectStoreError(answer, target).verdict();
    } catch (IOException failed) {
      return new Verdicts(Secret.NONE).of(failed);
    }
  }
}
