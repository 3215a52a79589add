package dev.jflare.net;

import dev.jflare.lang.Nullable;
import java.util.Map;

/** What a server said. */
public final class HttpAnswer {
  private final int status;
  private final String reason;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean cut;
  private final long bytesSent;

  HttpAnswer(
      int status,
      String reason,
      Map<String, String> headers,
      byte[] body,
      boolean cut,
      long bytesSent) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
    this.body = body;
    this.cut = cut;
    this.bytesSent = bytesSent;
  }

  public int status() {
    return status;
  }

  /** Status and reason as the server wrote them: {@code 404 Not Found}. */
  public String statusLine() {
    return reason.isEmpty() ? String.valueOf(status) : status + " " + reason;
  }

  /** The first header of that name in any case, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The body, at most as long as the call allows; empty when it went to a stream. Not copied. */
  public byte[] body() {
    return body;
  }

  /** Whether the body was longer than the call allows. */
  public boolean isCut() {
    return cut;
  }

  /** How much of the request body had been sent when the answer came. */
  public long bytesSent() {
    return bytesSent;
  }
}
