package dev.jflare.pprof;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer of the endpoint, with the statuses, headers and texts of Go's net/http/pprof (reference
 * profiles 1.1 and 1.2), so that what is made for Go understands it. Headers that belong to HTTP
 * itself are the server's.
 */
public final class PprofAnswer {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String BINARY = "application/octet-stream";

  /** How the body has to be sent. */
  public enum Form {
    PLAIN,
    /** Compressed, and without a header that says so: clients unpack pprof files themselves. */
    GZIP
  }

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Form form;
  private final byte[] body;
  private final @Nullable Path file;

  private PprofAnswer(int status, String type, Form form, byte[] body, @Nullable Path file) {
    this.status = status;
    this.form = form;
    this.body = body;
    this.file = file;
    headers.put("X-Content-Type-Options", "nosniff");
    if (!type.isEmpty()) {
      headers.put("Content-Type", type);
    }
  }

  static PprofAnswer text(String text) {
    return new PprofAnswer(200, TEXT, Form.PLAIN, utf8(text), null);
  }

  static PprofAnswer html(String text) {
    return new PprofAnswer(200, HTML, Form.PLAIN, utf8(text), null);
  }

  /**
   * @param name what a browser calls the file
   */
  static PprofAnswer profile(byte[] proto, String name) {
    return new PprofAnswer(200, BINARY, Form.GZIP, proto, null).download(name);
  }

  /** A profile that is announced as text and has no name, as Go does for an odd parameter. */
  static PprofAnswer profileCalledText(byte[] proto) {
    return new PprofAnswer(200, TEXT, Form.GZIP, proto, null);
  }

  static PprofAnswer recording(Path file, String name) {
    return new PprofAnswer(200, BINARY, Form.PLAIN, new byte[0], file).download(name);
  }

  /** To another path; Go's mux adds a link for browsers. */
  static PprofAnswer moved(String location, boolean link) {
    PprofAnswer answer =
        link
            ? new PprofAnswer(
                301,
                HTML,
                Form.PLAIN,
                utf8("<a href=\"" + location + "\">Moved Permanently</a>.\n\n"),
                null)
            : new PprofAnswer(301, "", Form.PLAIN, new byte[0], null);
    answer.headers.remove("X-Content-Type-Options");
    answer.headers.put("Location", location);
    return answer;
  }

  /** For a path that is none of the endpoint's. */
  static PprofAnswer notFound() {
    return new PprofAnswer(404, TEXT, Form.PLAIN, utf8("404 page not found\n"), null);
  }

  /**
   * A refusal. With its header {@code go tool pprof} shows the text to its user instead of the
   * status alone.
   *
   * @param why one line, without a secret
   */
  public static PprofAnswer error(int status, String why) {
    PprofAnswer answer = new PprofAnswer(status, TEXT, Form.PLAIN, utf8(why + "\n"), null);
    answer.headers.put("X-Go-Pprof", "1");
    return answer;
  }

  /** The same answer with one header more. */
  public PprofAnswer with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  public int status() {
    return status;
  }

  /** By name, in the order they are sent in. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  public Form form() {
    return form;
  }

  /** Empty when the answer is a file. */
  public byte[] body() {
    return body;
  }

  /**
   * What is to be sent instead of a body, and then deleted with its folder; null in most answers.
   */
  public @Nullable Path file() {
    return file;
  }

  private PprofAnswer download(String name) {
    return with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
