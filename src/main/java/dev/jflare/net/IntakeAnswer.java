package dev.jflare.net;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jflare.lang.Nullable;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer of the intake, before it is bytes. */
final class IntakeAnswer {
  private static final String JSON = "application/json";

  private final int status;
  private final @Nullable String contentType;
  private final String body;
  private final Map<String, String> headers;

  private IntakeAnswer(
      int status, @Nullable String contentType, String body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  static IntakeAnswer taken(long caseId) {
    return json(200, JsonNodeFactory.instance.objectNode().put("case_id", caseId));
  }

  static IntakeAnswer error(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", message));
  }

  static IntakeAnswer json(int status, ObjectNode body) {
    return new IntakeAnswer(status, JSON, body.toString(), Collections.emptyMap());
  }

  /** Any text under any content type, or under none. */
  static IntakeAnswer raw(int status, @Nullable String contentType, String body) {
    return new IntakeAnswer(status, contentType, body, Collections.emptyMap());
  }

  /** 307: the method stays what it was. */
  static IntakeAnswer redirect(String location) {
    return empty(307).with(HttpHeaderNames.LOCATION.toString(), location);
  }

  /** Nothing but a status, and the headers that follow. */
  static IntakeAnswer empty(int status) {
    return raw(status, null, "");
  }

  IntakeAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new IntakeAnswer(status, contentType, body, more);
  }

  int status() {
    return status;
  }

  boolean isError() {
    return status >= 400;
  }

  FullHttpResponse toResponse() {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(bytes));
    response.headers().set(HttpHeaderNames.DATE, HttpDate.now());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
    if (contentType != null) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
    headers.forEach((name, value) -> response.headers().set(name, value));
    if (status == 503) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, "1");
    }
    return response;
  }
}
