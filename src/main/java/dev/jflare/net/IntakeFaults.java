package dev.jflare.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jflare.lang.Nullable;

/** What each {@link IntakeFault} answers. Used on the intake's thread only. */
final class IntakeFaults {
  private final IntakeFault fault;
  private boolean happened;

  IntakeFaults(IntakeFault fault) {
    this.fault = fault;
  }

  IntakeFault fault() {
    return fault;
  }

  /** The answer to a {@code HEAD}, or null for the usual one. */
  @Nullable
  IntakeAnswer toHead() {
    switch (fault) {
      case HEAD_NOT_FOUND_404:
        return IntakeAnswer.error(404, "not found");
      case HEAD_ERROR_500:
        return IntakeAnswer.error(500, "internal error");
      default:
        return null;
    }
  }

  /** The answer to an upload whose body is still to come, or null to read it. */
  @Nullable
  IntakeAnswer beforeBody() {
    switch (fault) {
      case FORBIDDEN_403:
        return IntakeAnswer.error(403, "forbidden");
      case NOT_FOUND_404:
        return IntakeAnswer.error(404, "not found");
      case TOO_LARGE_413:
        return IntakeAnswer.error(413, "too large");
      case REDIRECT_POST_307:
        return IntakeAnswer.redirect(IntakeRoute.PATH + "/elsewhere");
      default:
        return null;
    }
  }

  /** The answer to an upload that has been read, instead of taking it; null to take it. */
  @Nullable
  IntakeAnswer afterBody() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    switch (fault) {
      case ERROR_500:
        return IntakeAnswer.error(500, "internal error");
      case ERROR_500_ONCE:
        if (happened) {
          return null;
        }
        happened = true;
        return IntakeAnswer.error(500, "internal error");
      case NOT_JSON:
        return IntakeAnswer.raw(200, "text/html", "<html><body>Welcome to the WLAN</body></html>");
      case NO_CONTENT_TYPE:
        return IntakeAnswer.raw(200, null, "{\"case_id\": 1}");
      case JSON_ERROR_WITH_UUID:
        body.put("error", "the case is closed");
        return IntakeAnswer.json(
            200, body.put("request_uuid", "5f2b7a4e-0c1d-4e8f-9a6b-3d2c1b0a9f8e"));
      case CASE_ID_AS_TEXT:
        return IntakeAnswer.json(200, body.put("case_id", "1000"));
      default:
        return null;
    }
  }
}
