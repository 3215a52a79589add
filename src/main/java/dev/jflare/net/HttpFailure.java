package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.io.IOException;

/** A call got no answer. The message names the destination, the way there and the cause. */
public final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  /** What went wrong, for those who decide whether to try again. */
  public enum Kind {
    /** There is no such name. */
    UNRESOLVABLE,
    /** Names cannot be looked up now. */
    LOOKUP_FAILED,
    REFUSED,
    /** No way to that network or host. */
    UNREACHABLE,
    CONNECT_TIMEOUT,
    /** The certificate is not trusted or is for another host. */
    CERTIFICATE,
    /** Any other failure of TLS. */
    TLS,
    TLS_TIMEOUT,
    /** The transfer stood still for too long. */
    PROGRESS_TIMEOUT,
    /** The request was sent, and no answer came. */
    ANSWER_TIMEOUT,
    /** The caller's own time was up. */
    DEADLINE,
    RESET,
    /** The peer closed the connection before its answer was complete. */
    CLOSED,
    /** The peer speaks something else. */
    PROTOCOL,
    /** Our own request body could not be read. */
    BODY,
    /** The answer could not be written to where the caller wants it. */
    SINK,
    /** A proxy cannot be used: its setting is wrong, or it does not speak its protocol. */
    PROXY,
    /** The proxy wants other credentials, or some (407). */
    PROXY_CREDENTIALS,
    /** The proxy does not let us through to this destination. */
    PROXY_DENIED,
    /** The proxy does not get through to the destination. */
    PROXY_GATEWAY,
    /** The proxy takes the connection and says nothing. */
    PROXY_TIMEOUT
  }

  private final Kind kind;
  private final String what;
  private final boolean requestComplete;

  /**
   * @param call the request and the way it took, for the beginning of the message
   */
  HttpFailure(Kind kind, String call, String what, @Nullable Throwable cause) {
    this(kind, call + ": " + what, what, false, cause);
  }

  private HttpFailure(
      Kind kind, String message, String what, boolean requestComplete, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.what = what;
    this.requestComplete = requestComplete;
  }

  /** The same for a request with a body that had been sent to its end. */
  HttpFailure afterWholeRequest() {
    String words = "; the whole request had been sent, so it may have been taken all the same";
    return new HttpFailure(kind, getMessage() + words, what + words, true, this);
  }

  public Kind kind() {
    return kind;
  }

  /** The message without the request and its way. */
  public String what() {
    return what;
  }

  /** Whether a body had gone out to its end, so that the server may have acted upon it. */
  public boolean isRequestComplete() {
    return requestComplete;
  }
}
