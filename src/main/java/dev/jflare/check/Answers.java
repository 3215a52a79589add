package dev.jflare.check;

import dev.jflare.net.HttpAnswer;
import dev.jflare.upload.Resolver;
import dev.jflare.upload.TusOffer;

/** What the answer to a HEAD means. */
final class Answers {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int SERVER_ERROR = 500;

  private Answers() {}

  /** As the upload judges it: 200 and 404 are the way (reference datadog-flare 4.5). */
  static Finding ofDestination(HttpAnswer answer) {
    int status = answer.status();
    String line = answer.statusLine() + answer.doubt();
    if (status == OK || status == NOT_FOUND) {
      return Finding.ok(line + ": flares are taken here; the key is judged with the flare");
    }
    String location = answer.header("Location");
    if (Resolver.isRedirect(status) && location != null && !location.isEmpty()) {
      return Finding.ok(line + ": a redirect");
    }
    return Finding.failed(line + ": an upload ends here", advice(answer));
  }

  /** The answer to OPTIONS of a destination that is to take resumable uploads (tus 1.0.0). */
  static Finding ofTus(HttpAnswer answer) {
    String line = answer.statusLine() + answer.doubt();
    if (TusOffer.of(answer) != null) {
      return Finding.ok(line + ": it speaks tus");
    }
    if (answer.status() == 401 || answer.status() == 403 || answer.status() >= SERVER_ERROR) {
      return Finding.failed(line + ": an upload ends here", advice(answer));
    }
    return Finding.warn(
        line + ": it does not say that it speaks tus; the upload tries it all the same",
        "jflare.upload.mode flare sends Datadog's form, and auto asks which it is");
  }

  /**
   * The answer to OPTIONS of a store: that it is there. Whether it takes the PUT only a PUT tells.
   */
  static Finding ofStorage(HttpAnswer answer) {
    String line = answer.statusLine() + answer.doubt();
    return answer.status() >= SERVER_ERROR || answer.isProxysOwn()
        ? Finding.failed(line + ": an upload ends here", advice(answer))
        : Finding.ok(line + ": it answers; whether the presigned URL is still good, the PUT shows");
  }

  /** The scraper asks for profiles below this URL and follows redirects on the same host. */
  static Finding ofEndpoint(HttpAnswer answer) {
    int status = answer.status();
    String line = answer.statusLine() + answer.doubt();
    if (status == OK) {
      return Finding.ok(line);
    }
    return status == NOT_FOUND || status == METHOD_NOT_ALLOWED
        ? Finding.warn(
            line + ": it answers, but has no index here", "--pprof names the URL above /heap")
        : Finding.failed(line, "--pprof has to name the URL above /heap, with what it wants");
  }

  private static String advice(HttpAnswer answer) {
    if (answer.isProxysOwn()) {
      return "whoever runs the proxy has to allow this destination; proxy.no_proxy goes around it";
    }
    if (answer.status() == 401 || answer.status() == 403) {
      return "api_key (DD_API_KEY, --api-key-file) has to be a key of this site"
          + (answer.isForwarded() ? "; or the proxy says no" : "");
    }
    return answer.status() >= SERVER_ERROR
        ? "the destination, or what stands before it, is in trouble: try again later"
        : "dd_url or site has to name a place that takes flares";
  }
}
