package dev.jflare.pprof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a client of the endpoint asks for, read as Go's net/http reads a request. */
public final class PprofRequest {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, String> values;

  private PprofRequest(String method, String path, String query, Map<String, String> values) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.values = values;
  }

  /**
   * @param target the request line's: a path with or without a query
   * @param form the body of a POST, PUT or PATCH that is a form; its values come before those of
   *     the query
   * @throws IllegalArgumentException when a percent sign in the path is not followed by two
   *     hexadecimal digits; Go's server answers that with 400
   */
  public static PprofRequest of(String method, String target, String form) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    Map<String, String> values = new HashMap<>();
    if (method.equals("POST") || method.equals("PUT") || method.equals("PATCH")) {
      read(form, values);
    }
    read(query, values);
    return new PprofRequest(method, decode(path, false), query, values);
  }

  /** Whether time has to pass before there can be an answer. */
  public boolean hasWindow() {
    return !value("seconds").isEmpty()
        || path.endsWith("/profile")
        || path.endsWith("/trace")
        || path.endsWith("/jfr");
  }

  /** In upper case, as it came. */
  String method() {
    return method;
  }

  /** Decoded, without the query. */
  String path() {
    return path;
  }

  /** As it came, not decoded. */
  String query() {
    return query;
  }

  /** The first value of this name; empty when there is none. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  /** As Go's url.ParseQuery: a pair with a semicolon or a broken escape does not count. */
  private static void read(String encoded, Map<String, String> values) {
    for (String pair : encoded.split("&", -1)) {
      if (pair.isEmpty() || pair.indexOf(';') >= 0) {
        continue;
      }
      int equals = pair.indexOf('=');
      try {
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
        values.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), true));
      } catch (IllegalArgumentException broken) {
        // left out, the other pairs count
      }
    }
  }

  private static String decode(String text, boolean plusIsBlank) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("expected two hexadecimal digits after each %");
        }
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(raw[i] == '+' && plusIsBlank ? ' ' : raw[i]);
      }
    }
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
