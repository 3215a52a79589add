package dev.jflare.net;

import dev.jflare.lang.Nullable;
import dev.jflare.route.PrintableUrl;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One request to make. */
public final class HttpCall {
  /** Enough for every answer that a person has to read. */
  private static final long ANSWER_BYTES = 1 << 20;

  private final String method;
  private final URI url;
  private final Map<String, String> headers;
  private final @Nullable RequestBody body;
  private final long answerBytes;
  private final boolean asking;

  private HttpCall(
      String method,
      URI url,
      Map<String, String> headers,
      @Nullable RequestBody body,
      long answerBytes,
      boolean asking) {
    this.method = method;
    this.url = url;
    this.headers = headers;
    this.body = body;
    this.answerBytes = answerBytes;
    this.asking = asking;
  }

  public static HttpCall head(URI url) {
    return of("HEAD", url);
  }

  public static HttpCall get(URI url) {
    return of("GET", url);
  }

  /** A POST; its body is sent in chunks unless it knows its length. */
  public static HttpCall post(URI url, RequestBody body) {
    return of("POST", url, body);
  }

  /** Any method, without a body. */
  public static HttpCall of(String method, URI url) {
    return new HttpCall(method, url, Collections.emptyMap(), null, ANSWER_BYTES, false);
  }

  /** Any method with a body, sent in chunks unless it knows its length. */
  public static HttpCall of(String method, URI url, RequestBody body) {
    return new HttpCall(method, url, Collections.emptyMap(), body, ANSWER_BYTES, false);
  }

  /**
   * @throws IllegalArgumentException when the value has a line end or another control character;
   *     the value itself is not shown, it may be a secret
   */
  public HttpCall withHeader(String name, String value) {
    if (value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "header " + name + ": the value has a control character, which no header may have");
    }
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpCall(method, url, more, body, answerBytes, asking);
  }

  /** How much of the answer's body is taken; the rest is left and the answer marked as cut. */
  public HttpCall withAnswerLimit(long bytes) {
    return new HttpCall(method, url, headers, body, bytes, asking);
  }

  /**
   * Asks before the body goes out whether it is wanted (RFC 9110 section 10.1.1), so that a refusal
   * comes before a gigabyte was sent for nothing. Who does not answer gets it after a second.
   */
  public HttpCall askingFirst() {
    return new HttpCall(method, url, headers, body, answerBytes, body != null);
  }

  /** The same for a server that does not like the question (417). */
  HttpCall notAsking() {
    return new HttpCall(method, url, headers, body, answerBytes, false);
  }

  boolean isAskingFirst() {
    return asking;
  }

  String method() {
    return method;
  }

  URI url() {
    return url;
  }

  Map<String, String> headers() {
    return headers;
  }

  @Nullable
  RequestBody body() {
    return body;
  }

  long answerBytes() {
    return answerBytes;
  }

  /** For messages: no header, no credentials. */
  @Override
  public String toString() {
    return method + " " + PrintableUrl.of(url);
  }
}
