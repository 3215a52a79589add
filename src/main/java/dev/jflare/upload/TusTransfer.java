package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.lang.Sha256;
import dev.jflare.log.Log;
import dev.jflare.net.HttpAnswer;
import dev.jflare.route.PrintableUrl;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A resumable upload by tus 1.0.0: create it once, ask how much has arrived, send the rest. What
 * has arrived stays arrived, through broken connections, and through the end of this process too as
 * long as its {@link UploadState} is kept.
 */
final class TusTransfer implements Transfer {
  /**
   * How much is sent with one checksum: so much is sent again when it does not fit. Without
   * checksums one request takes all the rest.
   */
  static final long CHECKED_PIECE_BYTES = 8L << 20;

  /** A server that takes no larger body than this has to be configured, and is told so. */
  private static final long LEAST_PIECE_BYTES = 256L << 10;

  private final TusCalls calls;
  private final TusOffer offer;
  private final UploadState state;
  private final UploadJob job;
  private final Verdicts verdicts;
  private final Log log;
  private @Nullable URI upload;
  private long arrivedBytes;
  private long pieceBytes;

  TusTransfer(
      TusCalls calls, TusOffer offer, UploadState state, UploadJob job, Secret key, Log log) {
    this.calls = calls;
    this.offer = offer;
    this.state = state;
    this.job = job;
    this.verdicts = new Verdicts(key);
    this.log = log;
    this.upload = state.upload();
    this.pieceBytes = offer.checksum() ? CHECKED_PIECE_BYTES : Long.MAX_VALUE;
  }

  @Override
  public UploadMode mode() {
    return UploadMode.TUS;
  }

  @Override
  public long arrivedBytes() {
    return arrivedBytes;
  }

  @Override
  public Verdict attempt(Tally tally) throws InterruptedException {
    try {
      HttpAnswer answer = upload == null ? create() : find(upload);
      long offset = offsetOf(answer);
      tally.resumeAt(offset);
      while (offset < job.size()) {
        HttpAnswer next = send(offset, tally);
        if (next != null) {
          answer = next;
          offset = offsetOf(answer);
        }
      }
      return arrived(answer);
    } catch (Rejection rejection) {
      return rejection.verdict();
    } catch (IOException failed) {
      return verdicts.of(failed);
    }
  }

  /** Makes the upload, and remembers it before its first byte is sent. */
  private HttpAnswer create() throws IOException, InterruptedException {
    if (job.size() > offer.maxBytes()) {
      throw new Rejection(
          Verdict.refused(
              "",
              "the archive has "
                  + job.size()
                  + " bytes, and the destination takes at most "
                  + offer.maxBytes()
                  + " (Tus-Max-Size)"));
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("filename", job.archive().getFileName().toString());
    metadata.putAll(job.form().fields());
    metadata.put("sha256", job.sha256());
    HttpAnswer answer = calls.create(job.size(), metadata);
    String location = answer.header("Location");
    if ((answer.status() != 201 && answer.status() != 200) || location == null) {
      throw new Rejection(notCreated(answer));
    }
    URI made = Resolver.next(calls.creation(), calls.creation(), location);
    upload = made;
    state.begin(made, calls.creation(), job, answer.header("Upload-Expires"));
    log.debug("the upload is " + PrintableUrl.of(made));
    return answer;
  }

  private Verdict notCreated(HttpAnswer answer) {
    Verdict verdict = verdicts.unexpected(answer);
    int status = answer.status();
    if (status == 412) {
      return verdict.withError(
          verdict.error()
              + "\nThe destination speaks another version of tus ("
              + answer.header("Tus-Version")
              + "), and only 1.0.0 is spoken here");
    }
    if (status == 404 || status == 405 || status == 415 || (status >= 200 && status < 400)) {
      return verdict.withError(
          verdict.error()
              + "\nNo tus upload can be created at "
              + PrintableUrl.of(calls.creation())
              + ": jflare.upload.url is the URL for that, or jflare.upload.mode is to be flare");
    }
    return verdict;
  }

  /** How far it is; when the server knows nothing of it any more, all begins again. */
  private HttpAnswer find(URI begun) throws IOException, InterruptedException {
    HttpAnswer answer = calls.head(begun);
    int status = answer.status();
    if (status == 403) {
      // the key, or the upload is gone (tus 1.0.0, HEAD): only a person knows
      Verdict verdict = verdicts.unexpected(answer);
      String help = "\nShould the key be right, the upload is gone: delete " + state.file();
      throw new Rejection(verdict.withError(verdict.error() + help));
    }
    if (status == 404 || status == 410) {
      startOver("the destination does not have it any more (HTTP " + answer.statusLine() + ")");
      return create();
    }
    if (status != 200 && status != 204) {
      throw new Rejection(
          status == 423 ? verdicts.trouble(answer, 0) : verdicts.unexpected(answer));
    }
    String length = answer.header("Upload-Length");
    if (length != null && !length.trim().equals(String.valueOf(job.size()))) {
      startOver("it is of another length, " + length);
      return create();
    }
    return answer;
  }

  /**
   * @return null when the piece has to be sent in another way
   */
  private @Nullable HttpAnswer send(long offset, Tally tally)
      throws IOException, InterruptedException {
    URI current = upload;
    if (current == null) {
      throw new IllegalStateException("there is no upload yet");
    }
    long length = Math.min(pieceBytes, job.size() - offset);
    String sha256 = offer.checksum() ? checksum(offset, length) : null;
    ArchivePart piece =
        new ArchivePart(job.archive(), offset, length, "application/offset+octet-stream");
    HttpAnswer answer = calls.patch(current, offset, piece, sha256, tally);
    int status = answer.status();
    if (status == 204 || status == 200) {
      if (offsetOf(answer) <= offset) {
        throw new Rejection(
            Verdict.trouble("the destination took nothing of " + length + " bytes"));
      }
      return answer;
    }
    tally.takeBack();
    if (status == 413 && length > LEAST_PIECE_BYTES) {
      pieceBytes = Math.max(LEAST_PIECE_BYTES, length / 4);
      log.debug("a body of " + length + " bytes is too large there, now " + pieceBytes);
      return null;
    }
    if ((status == 405 || status == 501) && calls.patchByPost()) {
      return null;
    }
    throw new Rejection(refused(answer));
  }

  private String checksum(long offset, long length) throws IOException {
    return Base64.getEncoder().encodeToString(Sha256.of(job.archive(), offset, length));
  }

  private Verdict refused(HttpAnswer answer) throws IOException {
    int status = answer.status();
    if (status == 404 || status == 410) {
      startOver("the destination does not have it any more (HTTP " + answer.statusLine() + ")");
      return verdicts.trouble(answer, Verdicts.EXCERPT_BYTES);
    }
    if (status == 409 || status == 423) {
      // the offset is not what we think, or another request still writes: the next try asks
      return verdicts.trouble(answer, Verdicts.EXCERPT_BYTES);
    }
    return verdicts.unexpected(answer);
  }

  private void startOver(String why) {
    log.warn("The upload begun earlier cannot go on, " + why + ": starting over");
    upload = null;
    state.forget();
  }

  /** What has arrived; nothing right after the creation, which need not say so. */
  private long offsetOf(HttpAnswer answer) throws Rejection {
    String text = answer.header("Upload-Offset");
    boolean number = text != null && text.trim().matches("\\d{1,18}");
    if (!number && answer.status() == 201) {
      return 0;
    }
    if (text == null) {
      // a server that is still busy with a connection that broke; the next try asks again
      throw new Rejection(
          Verdict.trouble("the answer does not say how far it is: no Upload-Offset"));
    }
    long offset = number ? Long.parseLong(text.trim()) : -1;
    if (offset < 0 || offset > job.size()) {
      throw new Rejection(
          Verdict.refused(
              "",
              "this is not tus: the answer says Upload-Offset "
                  + text
                  + ", expected 0 to "
                  + job.size()));
    }
    arrivedBytes = Math.max(arrivedBytes, offset);
    return offset;
  }

  private Verdict arrived(HttpAnswer last) {
    String caseId = last.header(Requests.CASE_ID);
    if (caseId != null && caseId.matches("\\d{1,18}")) {
      return Verdicts.taken(Long.parseLong(caseId));
    }
    String where = upload == null ? "" : " to " + PrintableUrl.of(upload);
    return Verdict.accepted(0, "The archive was uploaded" + where);
  }
}
