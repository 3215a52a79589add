package dev.jflare.pprof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Paths as Go's http.ServeMux treats them. */
final class PprofPath {
  private static final String UNESCAPED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~/$&+,:;=@";

  private PprofPath() {}

  /** Without empty and dotted elements; a slash at the end stays. */
  static String clean(String path) {
    Deque<String> elements = new ArrayDeque<>();
    for (String element : path.split("/", -1)) {
      if (element.equals("..")) {
        elements.pollLast();
      } else if (!element.isEmpty() && !element.equals(".")) {
        elements.addLast(element);
      }
    }
    String clean = "/" + String.join("/", elements);
    return path.endsWith("/") && !clean.equals("/") ? clean + "/" : clean;
  }

  /** For a Location header, with its query. */
  static String location(String path, String query) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && UNESCAPED.indexOf(b) >= 0) {
        out.append((char) b);
      } else {
        out.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
      }
    }
    return query.isEmpty() ? out.toString() : out + "?" + query;
  }
}
