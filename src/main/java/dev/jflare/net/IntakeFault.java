package dev.jflare.net;

/**
 * What an intake does wrong on purpose, so that a client's tests can meet the backend's bad days.
 * Applies to the upload itself; a {@code HEAD} is answered as usual unless the name says otherwise.
 */
public enum IntakeFault {
  NONE,
  /** {@code HEAD} is answered 404, which the real backend may do and a client has to accept. */
  HEAD_NOT_FOUND_404,
  HEAD_ERROR_500,
  /** 403, as for a wrong key. */
  FORBIDDEN_403,
  NOT_FOUND_404,
  /** 413 before the body was read. */
  TOO_LARGE_413,
  /** 500 to every upload, after its body was read. */
  ERROR_500,
  /** 500 to the first upload, after its body was read; the next ones are taken. */
  ERROR_500_ONCE,
  /** 307 to another path of this intake: a client must not follow it. */
  REDIRECT_POST_307,
  /** 200 with a page of HTML, as a captive portal or a proxy would. */
  NOT_JSON,
  /** 200 without any content type. */
  NO_CONTENT_TYPE,
  /** 200 with {@code error} and {@code request_uuid}, as the backend does for its own failures. */
  JSON_ERROR_WITH_UUID,
  /** 200 with a case id that is a text and not a number. */
  CASE_ID_AS_TEXT,
  /** Closes the connection after the first bytes of the body. */
  CUT_MID_BODY,
  /** Takes the whole body, then closes in the middle of the answer. */
  CUT_MID_ANSWER,
  /** Stops reading after the first bytes of the body and never answers. */
  STALL,
  /** Takes the whole body and never answers. */
  NO_ANSWER;
}
