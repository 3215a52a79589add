package dev.jflare.net;

import dev.jflare.route.Authority;
import dev.jflare.route.ProxyRoute;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** Request line and headers of a call, as its way wants them. */
final class RequestHead {
  /** Methods whose requests say that they have no body (RFC 9110 section 8.6). */
  private static final List<String> BODILESS =
      Collections.unmodifiableList(Arrays.asList("POST", "PUT", "PATCH"));

  private RequestHead() {}

  /**
   * Complete where the call has no body.
   *
   * @param forwarded the proxy that reads the request and passes it on; {@code DIRECT} for none
   */
  static HttpRequest of(HttpCall call, ProxyRoute forwarded) {
    String target = forwarded.isDirect() ? origin(call.url()) : absolute(call.url());
    HttpMethod method = HttpMethod.valueOf(call.method());
    HttpRequest request =
        call.body() == null
            ? new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, target)
            : new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, target);
    fill(request, call);
    if (forwarded.hasCredentials()) {
      String both = forwarded.user() + ":" + forwarded.password().reveal();
      request.headers().set(HttpHeaderNames.PROXY_AUTHORIZATION, basic(both));
    }
    return request;
  }

  private static void fill(HttpRequest request, HttpCall call) {
    Authority authority = Authority.of(call.url());
    request.headers().set(HttpHeaderNames.HOST, authority.toString());
    if (!authority.userInfo().isEmpty()) {
      String info = call.url().getUserInfo();
      String user = info == null ? authority.userInfo() : info;
      String both = user.indexOf(':') < 0 ? user + ":" : user;
      request.headers().set(HttpHeaderNames.AUTHORIZATION, basic(both));
    }
    call.headers().forEach((name, value) -> request.headers().set(name, value));
    RequestBody content = call.body();
    if (content != null) {
      describe(content, request.headers());
      if (call.isAskingFirst()) {
        request.headers().set(HttpHeaderNames.EXPECT, "100-continue");
      }
    } else if (BODILESS.contains(call.method())) {
      request.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
    }
    // true: every exchange has a connection of its own
    request.headers().set(HttpHeaderNames.CONNECTION, "close");
  }

  private static void describe(RequestBody content, HttpHeaders headers) {
    if (!content.contentType().isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, content.contentType());
    }
    if (content.length() < 0) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, "chunked");
    } else {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, content.length());
    }
  }

  private static String basic(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** RFC 9112 section 3.2.2, without the credentials a URL may have. */
  private static String absolute(URI url) {
    return url.getScheme() + "://" + Authority.of(url) + origin(url);
  }

  /** RFC 9112 section 3.2.1. */
  private static String origin(URI url) {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }
}
