package dev.jflare.net;

import dev.jflare.lang.Hex;
import dev.jflare.lang.Nullable;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The intake as a tus 1.0.0 server, with creation (and upload in it), expiration, checksum and
 * termination. Uploads are created where forms are posted; whoever knows of one may go on with it,
 * with the key. As all of an intake, confined to its thread.
 */
final class TusService {
  private static final String VERSION = "1.0.0";
  private static final String EXTENSIONS =
      "creation,creation-with-upload,expiration,checksum,termination";
  private static final String BYTES = "application/offset+octet-stream";

  private final IntakeService intake;
  private final IntakeOptions options;
  private final TusStore store;
  private final TusDigests digests = new TusDigests();
  private final Map<String, TusPatch> writing = new HashMap<>();

  TusService(IntakeService intake, IntakeOptions options) {
    this.intake = intake;
    this.options = options;
    this.store = new TusStore(intake.store().unfinished(), options.keepUnfinished(), intake.log());
  }

  /** Whether a request is one of this protocol; a form is not, and neither is the look for it. */
  boolean isMeant(HttpRequest request) {
    return IntakeRoute.uploadId(request.uri()) != null
        || (IntakeRoute.of(request.uri()) != null
            && (method(request).equals("OPTIONS") || request.headers().contains("Tus-Resumable")));
  }

  /** The answer to a request that needs no body, or null when the body has to be read. */
  @Nullable
  IntakeAnswer answerTo(HttpRequest request) {
    IntakeAnswer answer;
    try {
      answer = answer(request);
    } catch (IOException disk) {
      answer = intake.broken("could not store an upload", disk);
    }
    return answer == null ? null : answer.with("Tus-Resumable", VERSION);
  }

  private @Nullable IntakeAnswer answer(HttpRequest request) throws IOException {
    String method = method(request);
    if (method.equals("OPTIONS")) {
      return IntakeAnswer.empty(204)
          .with("Tus-Version", VERSION)
          .with("Tus-Extension", EXTENSIONS)
          .with("Tus-Checksum-Algorithm", "sha256")
          .with("Tus-Max-Size", String.valueOf(options.maxBytes()));
    }
    if (!VERSION.equals(request.headers().get("Tus-Resumable"))) {
      return intake
          .refuse(412, "unknown version of tus: expected Tus-Resumable " + VERSION)
          .with("Tus-Version", VERSION);
    }
    String id = IntakeRoute.uploadId(request.uri());
    if (id == null) {
      return method.equals("POST") ? toCreation(request) : wrongMethod("POST, OPTIONS");
    }
    if (!intake.isAllowed(request)) {
      return intake.refuse(403, "the API key is missing or wrong");
    }
    return toUpload(request, method, id);
  }

  private @Nullable IntakeAnswer toUpload(HttpRequest request, String method, String id)
      throws IOException {
    TusUpload upload = store.find(id);
    if (upload == null) {
      return IntakeAnswer.error(404, "there is no such upload");
    }
    if (store.expires(upload).isBefore(Instant.now())) {
      remove(id);
      return intake.refuse(410, "the upload has expired");
    }
    TusPatch other = writing.get(id);
    if (other != null) {
      other.end(); // its client has given up on it, else it would not ask
    }
    switch (method) {
      case "HEAD":
        return toHead(upload);
      case "DELETE":
        remove(id);
        return IntakeAnswer.empty(204);
      case "PATCH":
        return toPatch(request, upload);
      default:
        return wrongMethod("HEAD, PATCH, DELETE, OPTIONS");
    }
  }

  private @Nullable IntakeAnswer toCreation(HttpRequest request) throws IOException {
    IntakeAnswer refusal = intake.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    String length = request.headers().get("Upload-Length", "");
    if (!length.matches("\\d{1,18}")) {
      return intake.refuse(400, "Upload-Length: expected the size of the archive in bytes");
    }
    if (Long.parseLong(length) > options.maxBytes()) {
      return intake.refuse(413, intake.tooLarge());
    }
    if (store.isFull()) {
      return intake.refuse(503, "too many unfinished uploads");
    }
    if (isWithUpload(request)) {
      return wrongChecksum(request) ? unknownChecksum() : null;
    }
    TusUpload upload;
    try {
      upload = create(request);
    } catch (IllegalArgumentException wrong) {
      return intake.refuse(400, String.valueOf(wrong.getMessage()));
    }
    return upload.length() == 0 ? arrived(upload, true) : status(upload, 201);
  }

  private TusUpload create(HttpRequest request) throws IOException {
    IntakeRoute route = IntakeRoute.of(request.uri());
    Map<String, String> metadata = TusMetadata.parse(request.headers().get("Upload-Metadata"));
    long length = Long.parseLong(request.headers().get("Upload-Length", "0"));
    return store.create(length, metadata, route == null ? null : route.caseId());
  }

  /**
   * Where it is; an upload that is complete and no flare yet (the intake died just then, or could
   * not store it) becomes one first.
   */
  private IntakeAnswer toHead(TusUpload upload) throws IOException {
    IntakeAnswer answer =
        !upload.isFinished() && store.offset(upload) == upload.length()
            ? arrived(upload, false)
            : status(upload, 200);
    return answer.isError()
        ? answer
        : answer
            .with("Upload-Length", String.valueOf(upload.length()))
            .with("Cache-Control", "no-store");
  }

  private @Nullable IntakeAnswer toPatch(HttpRequest request, TusUpload upload) throws IOException {
    IntakeAnswer refusal = intake.refusal(request);
    if (refusal != null) {
      return refusal;
    }
    if (!BYTES.equals(request.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
      return intake.refuse(415, "content type: expected " + BYTES);
    }
    if (wrongChecksum(request)) {
      return unknownChecksum();
    }
    String given = request.headers().get("Upload-Offset", "");
    long offset = store.offset(upload);
    if (!given.equals(String.valueOf(offset))) {
      return intake
          .refuse(409, "Upload-Offset: expected " + offset + ", got \"" + given + "\"")
          .with("Upload-Offset", String.valueOf(offset));
    }
    if (upload.isFinished()) {
      return status(upload, 204);
    }
    FileChannel free = TusPatch.open(store.data(upload.id()));
    if (free == null) {
      return intake.refuse(423, "another intake writes this upload");
    }
    free.close();
    return null;
  }

  /** Starts to read a body that {@link #answerTo} had no answer for. */
  TusPatch begin(HttpRequest request) throws IOException {
    String id = IntakeRoute.uploadId(request.uri());
    TusUpload upload = id == null ? created(request) : store.find(id);
    FileChannel channel = upload == null ? null : TusPatch.open(store.data(upload.id()));
    if (upload == null || channel == null) {
      throw new IOException("the upload has just gone");
    }
    TusPatch patch = new TusPatch(this, upload, channel, checksum(request), id == null);
    writing.put(upload.id(), patch);
    intake.begun();
    return patch;
  }

  private TusUpload created(HttpRequest request) throws MultipartException, IOException {
    try {
      return create(request);
    } catch (IllegalArgumentException wrong) {
      throw new MultipartException(String.valueOf(wrong.getMessage()));
    }
  }

  /** The answer to bytes that are on disk now; the last of them make a flare of the upload. */
  IntakeAnswer arrived(TusUpload upload, boolean creating) throws IOException {
    int status = creating ? 201 : 204;
    if (store.offset(upload) < upload.length()) {
      return status(upload, status);
    }
    IntakeAnswer wrong = intake.faults().afterBody();
    if (wrong != null) {
      return wrong.with("Tus-Resumable", VERSION);
    }
    String sha256 = digests.end(upload.id(), store.data(upload.id()));
    String damage = IntakeDamage.of(upload.metadata().get("sha256"), sha256);
    if (!damage.isEmpty()) {
      remove(upload.id());
      return refuse(IntakeDamage.STATUS, damage);
    }
    TusArrival arrival = new TusArrival(upload, store.data(upload.id()), sha256);
    TusUpload flare = upload.finishedAs(intake.keep(arrival, upload.caseInPath()).caseId());
    store.finish(flare);
    return status(flare, status);
  }

  /** How far an upload is, and where it is when it was just made. */
  private IntakeAnswer status(TusUpload upload, int status) throws IOException {
    IntakeAnswer answer =
        IntakeAnswer.empty(status)
            .with("Tus-Resumable", VERSION)
            .with("Upload-Offset", String.valueOf(store.offset(upload)))
            .with("Upload-Expires", HttpDate.of(store.expires(upload)));
    if (upload.isFinished()) {
      answer = answer.with("Jflare-Case-Id", String.valueOf(upload.caseId()));
    }
    // relative to the address it was created at, which a proxy may know by another path
    String below = upload.caseInPath() == null ? "flare/uploads/" : "uploads/";
    return status == 201 ? answer.with("Location", below + upload.id()) : answer;
  }

  TusDigests digests() {
    return digests;
  }

  void ended(TusPatch patch) {
    writing.remove(patch.upload().id(), patch);
    intake.ended();
  }

  IntakeAnswer refuse(int status, String why) {
    return intake.refuse(status, why).with("Tus-Resumable", VERSION);
  }

  IntakeAnswer broken(String what, IOException why) {
    return intake.broken(what, why).with("Tus-Resumable", VERSION);
  }

  void failed(String message) {
    intake.failed(message);
  }

  void debug(String message) {
    intake.debug(message);
  }

  void sweep() {
    store.sweep();
  }

  private void remove(String id) throws IOException {
    digests.drop(id);
    store.delete(id);
  }

  private static IntakeAnswer wrongMethod(String allowed) {
    return IntakeAnswer.error(405, "unknown method: expected one of " + allowed)
        .with("Allow", allowed);
  }

  /** For clients behind what lets no PATCH through. */
  private static String method(HttpRequest request) {
    String method = request.method().name();
    return method.equals("POST") ? request.headers().get("X-HTTP-Method-Override", method) : method;
  }

  private static boolean isWithUpload(HttpRequest request) {
    return BYTES.equals(request.headers().get(HttpHeaderNames.CONTENT_TYPE))
        && (HttpUtil.isTransferEncodingChunked(request)
            || HttpUtil.getContentLength(request, 0L) > 0);
  }

  private static boolean wrongChecksum(HttpRequest request) {
    return request.headers().contains("Upload-Checksum") && checksum(request).isEmpty();
  }

  private IntakeAnswer unknownChecksum() {
    return intake.refuse(400, "Upload-Checksum: expected sha256 and 32 bytes in base64");
  }

  /** In hex; empty when there is none that is understood. */
  private static String checksum(HttpRequest request) {
    String[] words = request.headers().get("Upload-Checksum", "").trim().split(" +");
    if (words.length != 2 || !words[0].equals("sha256")) {
      return "";
    }
    try {
      byte[] digest = Base64.getDecoder().decode(words[1]);
      return digest.length == 32 ? Hex.of(digest) : "";
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }
}
