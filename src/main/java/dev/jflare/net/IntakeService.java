package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Decides what each request gets; all connections of an intake share one. Confined to the intake's
 * thread: writing to disk on it is what slows a fast client down to the disk's pace.
 */
final class IntakeService {
  private final IntakeOptions options;
  private final IntakeStore store;
  private final IntakeListener listener;
  private final Log log;
  private final IntakeFaults faults;
  private final TusService tus;
  private int uploads;

  IntakeService(IntakeOptions options, IntakeStore store, IntakeListener listener, Log log) {
    this.options = options;
    this.store = store;
    this.listener = listener;
    this.log = log;
    this.faults = new IntakeFaults(options.fault());
    this.tus = new TusService(this, options);
  }

  IntakeStore store() {
    return store;
  }

  IntakeFault fault() {
    return faults.fault();
  }

  long maxBytes() {
    return options.maxBytes();
  }

  /** The answer to a request that needs no body, or null when the body has to be read. */
  @Nullable
  IntakeAnswer answerTo(HttpRequest request) {
    if (tus.isMeant(request)) {
      return tus.answerTo(request);
    }
    IntakeRoute route = IntakeRoute.of(request.uri());
    if (route == null) {
      return IntakeAnswer.error(404, "unknown path: expected " + IntakeRoute.PATH);
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      return toHead(route);
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return IntakeAnswer.error(405, "unknown method: expected HEAD or POST")
          .with("Allow", "HEAD, POST, OPTIONS");
    }
    return refusal(request);
  }

  /** The key is not looked at: a wrong one is told by the upload, where clients expect it. */
  private IntakeAnswer toHead(IntakeRoute route) {
    if (route.hop() < options.redirects()) {
      return IntakeAnswer.redirect(route.nextHop());
    }
    if (options.redirectTo() != null) {
      return IntakeAnswer.redirect(options.redirectTo().toString());
    }
    IntakeAnswer wrong = faults.toHead();
    return wrong != null ? wrong : IntakeAnswer.raw(200, null, "");
  }

  /** Why this upload is not taken, before its body is read; null when it is. */
  @Nullable
  IntakeAnswer refusal(HttpRequest request) {
    IntakeAnswer wrong = faults.beforeBody();
    if (wrong != null) {
      return wrong;
    }
    if (!isAllowed(request)) {
      return refuse(403, "the API key is missing or wrong");
    }
    if (HttpUtil.getContentLength(request, 0L) > options.maxBytes()) {
      return refuse(413, tooLarge());
    }
    String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      return refuse(415, "unknown content encoding: expected none");
    }
    if (uploads >= options.maxUploads()) {
      return refuse(503, "too many uploads at the same time: limit " + options.maxUploads());
    }
    return null;
  }

  boolean isAllowed(HttpRequest request) {
    return isAllowed(request.headers().get("DD-API-KEY"));
  }

  private boolean isAllowed(@Nullable String key) {
    if (options.apiKey().isEmpty()) {
      return true;
    }
    byte[] expected = options.apiKey().reveal().getBytes(StandardCharsets.UTF_8);
    byte[] given = (key == null ? "" : key.trim()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, given);
  }

  String tooLarge() {
    return "the upload is larger than " + options.maxBytes() + " bytes";
  }

  /**
   * Starts an upload that {@link #answerTo} had no answer for.
   *
   * @throws MultipartException when the content type is not that of a form
   * @throws IOException when the disk does not take it
   */
  IntakeBody begin(HttpRequest request) throws IOException {
    if (tus.isMeant(request)) {
      return tus.begin(request);
    }
    String boundary = MultipartPart.boundary(request.headers().get(HttpHeaderNames.CONTENT_TYPE));
    IntakeRoute route = IntakeRoute.of(request.uri());
    String caseInPath = route == null ? null : route.caseId();
    String announced = request.headers().get("Jflare-Sha256");
    IntakeUpload upload = new IntakeUpload(this, boundary, caseInPath, announced);
    uploads++;
    return upload;
  }

  /** An upload that is not a form begins. */
  void begun() {
    uploads++;
  }

  /** It ends. */
  void ended() {
    uploads--;
  }

  /** Removes uploads that nobody goes on with. */
  void sweep() {
    tus.sweep();
  }

  /** Stores a complete form and tells of it, unless a fault has another answer. */
  IntakeAnswer take(IntakeForm form, @Nullable String caseInPath) throws IOException {
    IntakeAnswer wrong = faults.afterBody();
    if (wrong != null) {
      return wrong;
    }
    return IntakeAnswer.taken(keep(form, caseInPath).caseId());
  }

  IntakeFaults faults() {
    return faults;
  }

  Log log() {
    return log;
  }

  /** Gives a complete archive its place and tells of it. */
  IntakeFlare keep(IntakeArrival arrival, @Nullable String caseInPath) throws IOException {
    IntakeFlare flare = store.keep(arrival, caseInPath);
    log.info("case " + flare.caseId() + ": " + flare.bytes() + " bytes in " + flare.archive());
    tell(() -> listener.arrived(flare));
    return flare;
  }

  IntakeAnswer refuse(int status, String why) {
    failed("upload refused with " + status + ": " + why);
    return IntakeAnswer.error(status, why);
  }

  /** Our own failure: the client learns that, and the log why. */
  IntakeAnswer broken(String what, IOException why) {
    log.warn(what, why);
    failed(what + ": " + why);
    return IntakeAnswer.error(500, what);
  }

  void failed(String message) {
    log.debug(message);
    tell(() -> listener.failed(message));
  }

  void ended(IntakeForm form) {
    ended();
    try {
      form.close();
    } catch (IOException stays) {
      log.warn("could not delete a half-written upload; the next start will", stays);
    }
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException listenersOwn) {
      log.warn("an intake listener failed", listenersOwn);
    }
  }

  void debug(String message) {
    log.debug(message);
  }
}
