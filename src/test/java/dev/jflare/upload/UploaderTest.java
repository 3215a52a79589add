package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Version;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.upload.FakeBackend.Asked;
import dev.jflare.upload.FakeBackend.Reply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploaderTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final String UNREADABLE =
      "Error: could not deserialize response body -- Please contact support by email.";
  private static final String SUCCESS =
      "Your logs were successfully uploaded. For future reference, your internal case id is ";

  @TempDir Path folder;

  private FakeBackend backend;
  private Path archive;

  @BeforeEach
  void start() throws IOException {
    backend = FakeBackend.start();
    archive = Files.write(folder.resolve("jflare.zip"), new byte[100_000]);
  }

  @AfterEach
  void stop() {
    backend.close();
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void anAcceptedFlare() throws Exception {
    backend.toPost(Reply.json(200, "{\"case_id\":4711,\"request_uuid\":\"u\"}"));
    UploadResult result = upload("  " + KEY + "\n");

    assertTrue(result.accepted());
    assertEquals(4711, result.caseId());
    assertEquals(SUCCESS + "4711", result.message());
    assertEquals("", result.error());
    assertEquals(1, result.attempts());
    assertTrue(result.bytes() > 100_000 && result.bytes() < 102_000, "sent " + result.bytes());
    List<Asked> asked = backend.asked();
    assertEquals(List.of("HEAD", "POST"), asked.stream().map(Asked::method).toList());
    for (Asked request : asked) {
      assertEquals("/support/flare/123", request.path());
      assertEquals(KEY, request.key());
      assertEquals("jflare/" + Version.current(), request.agent());
    }
    assertTrue(
        asked.get(1).type().matches("multipart/form-data; boundary=[0-9a-f]{60}"),
        asked.get(1).type());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|0",
        "{\"case_id\":null}|0",
        "null|0",
        "{\"CASE_ID\":7,\"other\":[1]}|7",
        "{\"case_id\":12,\"error\":\"\"}|12",
      })
  void jsonThatMeansYes(String json, long caseId) throws Exception {
    backend.toPost(new Reply(200, "application/json; charset=utf-8", null, json));

    assertEquals(SUCCESS + caseId, upload(KEY).message());
  }

  @Test
  void anErrorOfTheBackendWithItsUuid() throws Exception {
    backend.toPost(Reply.json(200, "{\"error\":\"no such case\",\"request_uuid\":\"u-1\"}"));
    UploadResult result = upload(KEY);

    String text =
        "An error occurred while uploading the flare: no such case. Please contact support by email"
            + " and facilitate the request uuid: `u-1`.";
    assertFalse(result.accepted());
    assertFalse(result.retryable());
    assertEquals(text, result.message());
    assertEquals(text, result.error());
  }

  @Test
  void anErrorOfTheBackendWithoutUuid() throws Exception {
    backend.toPost(Reply.json(200, "{\"error\":\"no\"}"));

    assertEquals(
        "An error occurred while uploading the flare: no. Please contact support by email.",
        upload(KEY).error());
  }

  @ParameterizedTest(name = "body <{0}>")
  @ValueSource(strings = {"{\"case_id\":\"12\"}", "{\"case_id\":1.5}", "[]", "{", "{} x", ""})
  void jsonThatMakesNoSense(String json) throws Exception {
    backend.toPost(Reply.json(200, json));
    UploadResult result = upload(KEY);

    assertFalse(result.accepted());
    assertEquals(UNREADABLE, result.message());
    assertTrue(result.error().endsWith("\nServer returned:\n" + json), result.error());
    assertEquals(1, result.attempts());
  }

  @Test
  void a200ThatIsNotJson() throws Exception {
    backend.toPost(new Reply(200, "text/html", null, "<html>" + "x".repeat(500)));
    UploadResult result = upload(KEY);

    assertEquals(UNREADABLE, result.message());
    assertEquals(
        "Server returned a 200 but with an unknown content-type text/html\nServer returned:\n<html>"
            + "x".repeat(144),
        result.error());
  }

  @Test
  void a200WithoutContentType() throws Exception {
    backend.toPost(new Reply(200, null, null, "hello"));

    assertEquals(
        "Server returned a 200 but with no content-type header\nServer returned:\nhello",
        upload(KEY).error());
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "404, Not Found",
    "413, Request Entity Too Large",
    "302, Temporary Redirect",
    "400, Bad Request"
  })
  void anotherStatusIsFinal(int status, String reason) throws Exception {
    backend.toPost(new Reply(status, "text/plain", "http://127.0.0.1:1/elsewhere", "because"));
    UploadResult result = upload(KEY);

    assertEquals(UNREADABLE, result.message());
    assertEquals(
        "HTTP " + status + " " + status + " " + reason + "\nServer returned:\nbecause",
        result.error());
    assertEquals(1, backend.posted().size());
  }

  @Test
  void forbiddenShowsTheEndOfTheKey() throws Exception {
    backend.toPost(Reply.text(403, "no"));
    UploadResult result = upload(KEY);

    assertEquals("", result.message());
    assertEquals(
        "HTTP 403 Forbidden: Make sure your API key is valid. API Key ending with: bcdef",
        result.error());
  }

  @Test
  void forbiddenWithoutAKey() throws Exception {
    backend.toPost(Reply.text(403, "no"));

    assertEquals("HTTP 403 Forbidden: API key is missing", upload("").error());
    assertEquals("", backend.posted().get(0).key());
  }

  @Test
  void forbiddenDoesNotShowAShortKey() throws Exception {
    backend.toPost(Reply.text(403, "no"));
    UploadResult result = upload("k3y!5");

    assertFalse(result.error().contains("k3y!5"), result.error());
  }

  @Test
  void aServerErrorIsTriedThreeTimes() throws Exception {
    backend.toPost(Reply.text(500, "one"), Reply.text(503, "two"), Reply.text(502, "key " + KEY));
    List<String> retries = new ArrayList<>();
    UploadListener listener =
        new UploadListener() {
          @Override
          public void retrying(int failedAttempt, String why) {
            retries.add(failedAttempt + " " + why.replace("\n", "|"));
          }
        };
    UploadResult result = upload(backend.url(), KEY, listener);

    assertFalse(result.accepted());
    assertTrue(result.retryable());
    assertEquals("", result.message());
    assertEquals(
        "failed to send flare after 3 attempts: HTTP 502 Bad Gateway\n"
            + "Server returned:\nkey ********",
        result.error());
    assertEquals(3, result.attempts());
    assertEquals(
        List.of(
            "1 HTTP 500 Internal Server Error|Server returned:|one",
            "2 HTTP 503 Service Unavailable|Server returned:|two"),
        retries);
    assertTrue(result.duration().compareTo(Duration.ofSeconds(2)) >= 0);
    List<Asked> posted = backend.posted();
    assertEquals(3, posted.size());
    assertEquals(3, posted.stream().map(Asked::type).distinct().count());
  }

  @Test
  void aServerErrorMayPass() throws Exception {
    backend.toPost(Reply.text(500, "busy"), Reply.json(200, "{\"case_id\":5}"));
    UploadResult result = upload(KEY);

    assertTrue(result.accepted());
    assertEquals(2, result.attempts());
  }

  @Test
  void aRefusedConnectionIsSaidToBeWorthAnotherTry() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    UploadResult result = upload("http://127.0.0.1:" + port, KEY, UploadListener.NONE);

    assertTrue(result.retryable());
    assertEquals(0, result.attempts()); // the HEAD is not tried again
    assertTrue(
        result.error().contains("connection refused, trying to connect to 127.0.0.1:" + port),
        result.error());
  }

  @ParameterizedTest(name = "{0}: {1} attempts")
  @CsvSource({
    "STOPS_READING, 3, failed to send flare after 3 attempts: POST",
    "RESETS, 3, failed to send flare after 3 attempts: POST",
    "CLOSES, 3, failed to send flare after 3 attempts: POST",
    "REFUSES_EARLY, 1, HTTP 413 413 Payload Too Large",
  })
  void aServerThatGoesWrongInThePost(Conduct conduct, int attempts, String error) throws Exception {
    try (RandomAccessFile large = new RandomAccessFile(archive.toFile(), "rw")) {
      large.setLength(64 << 20);
    }
    try (MisbehavingServer server = MisbehavingServer.startAfterHead(conduct)) {
      UploadResult result = upload(server.url(), KEY, UploadListener.NONE);

      assertEquals(attempts, result.attempts(), result.error());
      assertTrue(result.error().startsWith(error), result.error());
      assertEquals(attempts == 3, result.retryable());
      assertEquals(attempts + 1, server.connections());
    }
  }

  @Test
  void anArchiveThatIsGoneIsSaidSo() throws Exception {
    Files.delete(archive);
    UploadResult result = upload(KEY);

    assertEquals("there is no archive " + archive, result.error());
    assertEquals(List.of(), backend.asked());
  }

  @Test
  void aKeyThatNoHeaderCanHoldIsRefusedUnseen() throws Exception {
    UploadResult result = upload("first\nsecond");

    assertFalse(result.accepted());
    assertTrue(result.error().startsWith("header DD-API-KEY: "), result.error());
    assertFalse(result.error().contains("second"), result.error());
    assertEquals(List.of(), backend.asked());
  }

  @Test
  void anInterruptEndsTheUploadEvenInAPause() {
    backend.toPost(Reply.text(500, "busy"));
    UploadListener listener =
        new UploadListener() {
          @Override
          public void retrying(int failedAttempt, String why) {
            Thread.currentThread().interrupt();
          }
        };

    assertThrows(InterruptedException.class, () -> upload(backend.url(), KEY, listener));
    assertEquals(1, backend.posted().size());
  }

  @Test
  void progressIsReportedUpToTheEnd() throws Exception {
    backend.toPost(Reply.json(200, "{}"));
    List<Long> totals = new ArrayList<>();
    UploadListener listener =
        new UploadListener() {
          @Override
          public void sent(long bytes, long totalBytes) {
            totals.add(totalBytes);
          }
        };

    assertTrue(upload(backend.url(), KEY, listener).accepted());
    assertFalse(totals.isEmpty());
    assertEquals(100_000, totals.get(0));
  }

  private UploadResult upload(String key) throws Exception {
    return upload(backend.url(), key, UploadListener.NONE);
  }

  private UploadResult upload(String url, String key, UploadListener listener) throws Exception {
    return TestUpload.run(url, key, archive, listener);
  }
}
