package dev.jflare.upload;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Secret;
import dev.jflare.net.HttpAnswer;
import dev.jflare.net.HttpFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Reads the backend's answer as the Datadog Agent does, word for word (reference datadog-flare
 * 4.8).
 */
final class Verdicts {
  private static final String UNREADABLE =
      "Error: could not deserialize response body -- Please contact support by email.";
  static final int EXCERPT_BYTES = 150;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int CHECKSUM_MISMATCH = 460;

  /** Fewer characters would be the whole key, or nearly. */
  private static final int KEY_TAIL = 5;

  private final Secret key;

  Verdicts(Secret key) {
    this.key = key;
  }

  Verdict of(HttpAnswer answer) {
    if (mayPass(answer.status())) {
      return trouble(answer, answer.body().length);
    }
    if (answer.status() == 403) {
      return refusedKey(answer);
    }
    if (answer.status() != 200) {
      String status = answer.status() + " " + answer.statusLine() + answer.doubt();
      return unreadable("HTTP " + status, answer);
    }
    String type = answer.header("Content-Type");
    if (type == null || type.isEmpty()) {
      return unreadable("Server returned a 200 but with no content-type header", answer);
    }
    if (!type.startsWith("application/json")) {
      return unreadable("Server returned a 200 but with an unknown content-type " + type, answer);
    }
    return json(answer);
  }

  /** An answer of a server that is asked for something else than to take Datadog's form. */
  Verdict unexpected(HttpAnswer answer) {
    if (mayPass(answer.status())) {
      return trouble(answer, EXCERPT_BYTES);
    }
    return answer.status() == 403
        ? refusedKey(answer)
        : Verdict.refused("", said(answer, EXCERPT_BYTES));
  }

  /** It may pass, whatever its status means elsewhere. */
  Verdict trouble(HttpAnswer answer, int excerptBytes) {
    return Verdict.trouble(said(answer, excerptBytes), askedWait(answer));
  }

  private Verdict refusedKey(HttpAnswer answer) {
    return Verdict.refused("", "HTTP 403 Forbidden" + answer.doubt() + ": " + forbidden());
  }

  private String said(HttpAnswer answer, int excerptBytes) {
    return "HTTP "
        + answer.statusLine()
        + answer.doubt()
        + "\nServer returned:\n"
        + text(answer, excerptBytes);
  }

  /** How long the server wants to be left alone; null when it said nothing. */
  static @Nullable Duration askedWait(HttpAnswer answer) {
    return RetryAfter.parse(answer.header("Retry-After"), answer.header("Date"), Instant.now());
  }

  /** A flare that was taken, in the words of the Agent. */
  static Verdict taken(long caseId) {
    return Verdict.accepted(
        caseId,
        "Your logs were successfully uploaded. For future reference, your internal case id is "
            + caseId);
  }

  /**
   * No answer at all. What may pass by itself is what the Agent takes for it: timeouts, refused and
   * reset connections, failing name servers; unreachable networks, which it means to retry but does
   * not recognise; and connections that end in the middle, which it gives up on.
   */
  Verdict of(IOException failure) {
    String error = String.valueOf(failure.getMessage());
    return failure instanceof HttpFailure && mayPass((HttpFailure) failure)
        ? Verdict.trouble(error)
        : Verdict.refused("", error);
  }

  /**
   * 5xx as the Agent; the two of 4xx that say: later (RFC 9110, RFC 6585); and that of tus for
   * bytes that were damaged on the way.
   */
  static boolean mayPass(int status) {
    return status == REQUEST_TIMEOUT
        || status == CHECKSUM_MISMATCH
        || status == TOO_MANY_REQUESTS
        || (status >= 500 && status <= 599);
  }

  /**
   * A connection that ends in the middle of the flare is ours to try again; one that ends after it
   * may have delivered it, and there we do as the Agent.
   */
  private static boolean mayPass(HttpFailure failure) {
    switch (failure.kind()) {
      case LOOKUP_FAILED:
      case REFUSED:
      case UNREACHABLE:
      case CONNECT_TIMEOUT:
      case TLS_TIMEOUT:
      case PROGRESS_TIMEOUT:
      case ANSWER_TIMEOUT:
      case RESET:
      case PROXY_TIMEOUT:
        return true;
      case CLOSED:
        return !failure.isRequestComplete();
      default:
        return false;
    }
  }

  private String forbidden() {
    String value = key.reveal();
    if (value.isEmpty()) {
      return "API key is missing";
    }
    return value.length() <= KEY_TAIL
        ? "Make sure your API key is valid. The API key has only " + value.length() + " characters"
        : "Make sure your API key is valid. API Key ending with: "
            + value.substring(value.length() - KEY_TAIL);
  }

  private Verdict json(HttpAnswer answer) {
    long caseId;
    String error;
    String uuid;
    try {
      AnswerJson fields = AnswerJson.parse(answer.body());
      caseId = fields.integer("case_id");
      error = fields.text("error");
      uuid = fields.text("request_uuid");
    } catch (IOException malformed) {
      return unreadable(String.valueOf(malformed.getMessage()), answer);
    }
    if (error.isEmpty()) {
      return taken(caseId);
    }
    String help = uuid.isEmpty() ? "" : " and facilitate the request uuid: `" + masked(uuid) + "`";
    String text =
        "An error occurred while uploading the flare: "
            + masked(error)
            + ". Please contact support by email"
            + help
            + ".";
    return Verdict.refused(text, text);
  }

  private Verdict unreadable(String cause, HttpAnswer answer) {
    return Verdict.refused(
        UNREADABLE, cause + "\nServer returned:\n" + text(answer, EXCERPT_BYTES));
  }

  private String text(HttpAnswer answer, int limit) {
    byte[] body = answer.body();
    return masked(new String(body, 0, Math.min(limit, body.length), StandardCharsets.UTF_8));
  }

  /** Servers and proxies like to send back what they were sent. */
  private String masked(String text) {
    String value = key.reveal();
    return value.length() <= KEY_TAIL ? text : text.replace(value, "********");
  }
}
