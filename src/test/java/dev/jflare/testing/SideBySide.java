package dev.jflare.testing;

import dev.jflare.archive.Gzip;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Asks a Go program and another server of profiles the same, and tells where the answers differ: in
 * status, headers, error texts, and the types of the profiles. What is inside a profile is not
 * compared.
 */
public final class SideBySide {
  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Content-Disposition",
          "Content-Encoding",
          "X-Content-Type-Options",
          "X-Go-Pprof",
          "Location");

  /** Everything that Go's handlers tell apart; a window of 5 s or longer exceeds the limit. */
  private static final List<String> CASES =
      List.of(
          "GET /debug/pprof/",
          "HEAD /debug/pprof/",
          "GET /debug/pprof",
          "POST /debug/pprof",
          "GET /debug//pprof/./heap?debug=1",
          "GET /debug/pprof/heap",
          "HEAD /debug/pprof/heap",
          "POST /debug/pprof/heap",
          "DELETE /debug/pprof/heap",
          "GET /debug/pprof/heap?gc=1",
          "GET /debug/pprof/heap?gc=x&debug=x",
          "GET /debug/pprof/heap?debug=1",
          "GET /debug/pprof/heap?debug=2",
          "GET /debug/pprof/heap?debug=-1",
          "GET /debug/pprof/mutex?debug=-1",
          "GET /debug/pprof/goroutine?debug=-1",
          "GET /debug/pprof/heap?debug=99999999999999999999",
          "GET /debug/pprof/heap?seconds=1",
          "GET /debug/pprof/heap?seconds=+1",
          "GET /debug/pprof/heap?seconds=%2B1",
          "GET /debug/pprof/heap?seconds=0",
          "GET /debug/pprof/heap?seconds=-1",
          "GET /debug/pprof/heap?seconds=1.5",
          "GET /debug/pprof/heap?seconds=x",
          "GET /debug/pprof/heap?seconds=",
          "GET /debug/pprof/heap?seconds=1&debug=1",
          "GET /debug/pprof/heap?seconds=x&debug=1",
          "GET /debug/pprof/heap?seconds=5",
          "GET /debug/pprof/heap?seconds=5&debug=1",
          "GET /debug/pprof/heap?seconds=99999999999999999999",
          "GET /debug/pprof/heap?seconds=1;debug=1",
          "GET /debug/pprof/heap?seconds=%zz",
          "POST /debug/pprof/heap?seconds=1 seconds=x",
          "PUT /debug/pprof/heap seconds=x",
          "DELETE /debug/pprof/heap seconds=x",
          "GET /debug/pprof/allocs",
          "GET /debug/pprof/allocs?debug=1",
          "GET /debug/pprof/allocs?seconds=1",
          "GET /debug/pprof/mutex",
          "GET /debug/pprof/mutex?debug=1",
          "GET /debug/pprof/mutex?seconds=1",
          "GET /debug/pprof/block",
          "GET /debug/pprof/block?debug=1",
          "GET /debug/pprof/block?seconds=1",
          "GET /debug/pprof/goroutine",
          "GET /debug/pprof/goroutine?debug=1",
          "GET /debug/pprof/goroutine?debug=2",
          "GET /debug/pprof/goroutine?seconds=1",
          "GET /debug/pprof/threadcreate",
          "GET /debug/pprof/threadcreate?debug=1",
          "GET /debug/pprof/threadcreate?seconds=1",
          "GET /debug/pprof/profile?seconds=1",
          "GET /debug/pprof/profile?seconds=1&debug=1",
          "GET /debug/pprof/profile?seconds=5",
          "GET /debug/pprof/profile",
          "GET /debug/pprof/profile?seconds=x",
          "POST /debug/pprof/profile seconds=1",
          "HEAD /debug/pprof/profile?seconds=1",
          "GET /debug/pprof/trace?seconds=5",
          "GET /debug/pprof/trace?seconds=5.1e0",
          "GET /debug/pprof/trace?seconds=inf",
          "GET /debug/pprof/cmdline",
          "GET /debug/pprof/symbol",
          "GET /debug/pprof/symbol?0x1",
          "POST /debug/pprof/symbol 0x1+0x2",
          "GET /debug/pprof/nothing",
          "GET /debug/pprof/nothing?seconds=1",
          "GET /debug/pprof/heap/",
          "GET /debug/pprof/Heap",
          "GET /debug/pprof/hea%70",
          "GET /debug/elsewhere",
          "GET /");

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String go;
  private final String other;

  /**
   * @param go {@code host:port} of the Go program
   * @param other {@code host:port} of what is to be like it
   */
  public SideBySide(String go, String other) {
    this.go = go;
    this.other = other;
  }

  /** One line for each difference; none when the two agree. */
  public List<String> differences() throws IOException, InterruptedException {
    return differences(CASES);
  }

  /**
   * As {@link #differences()}, for these requests only: method, path, and a form's content after a
   * blank.
   */
  public List<String> differences(List<String> cases) throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    for (String line : cases) {
      String[] parts = line.split(" ", 3);
      HttpResponse<byte[]> expected = ask(go, parts);
      HttpResponse<byte[]> actual = ask(other, parts);
      compare(line, expected, actual, differences);
    }
    return differences;
  }

  private HttpResponse<byte[]> ask(String server, String[] parts)
      throws IOException, InterruptedException {
    // java.net.URI takes no broken escapes, and the second parameter would be lost behind a blank
    URI uri = URI.create("http://" + server + parts[1].replace("%zz", "%25zz"));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60));
    request.method(
        parts[0], parts.length > 2 ? BodyPublishers.ofString(parts[2]) : BodyPublishers.noBody());
    if (parts.length > 2) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void compare(
      String line,
      HttpResponse<byte[]> expected,
      HttpResponse<byte[]> actual,
      List<String> differences)
      throws IOException {
    if (expected.statusCode() != actual.statusCode()) {
      differences.add(line + ": " + expected.statusCode() + " -> " + actual.statusCode());
    }
    for (String header : HEADERS) {
      String one = expected.headers().firstValue(header).orElse(null);
      String two = actual.headers().firstValue(header).orElse(null);
      if (!Objects.equals(one, two)) {
        differences.add(line + ": " + header + " " + one + " -> " + two);
      }
    }
    String one = essence(line, expected);
    String two = essence(line, actual);
    if (!one.equals(two)) {
      differences.add(line + ": " + one + " -> " + two);
    }
  }

  /**
   * What has to be the same in a body. Go's subtraction of two profiles loses which column is shown
   * first, so {@code allocs?seconds=N} shows what is in use; that is not imitated.
   */
  private static String essence(String line, HttpResponse<byte[]> answer) throws IOException {
    byte[] body = answer.body();
    if (Gzip.isGzip(body)) {
      Pprof profile = PprofReader.read(Gzip.decompress(body, 64 << 20));
      return profile.sampleTypes()
          + " by "
          + profile.periodType()
          + (line.contains("seconds=")
              ? (profile.durationNanos() > 0 ? " for a while" : "")
              : " shows " + profile.defaultSampleType())
          + (profile.timeNanos() > 0 ? " at a time" : "");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    if (answer.statusCode() != 200) {
      return text;
    }
    if (text.startsWith("num_symbols") || line.contains("goroutine?debug=2")) {
      return "";
    }
    // the first words of a table: "heap profile:", "--- mutex:"
    return text.replaceAll("(?s)[:\n].*", "")
        .replaceAll("(?s)^(<html>|(goroutine|\").*|/.*|[^ ]*\0.*)$", "");
  }
}
