package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What other answers of a tus server come to. */
class TusAnswersTest {
  private static final int SIZE = 3 << 20;

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();
  private PlainStore server;
  private Path archive;
  private byte[] content;

  @BeforeEach
  void start() throws IOException {
    server = PlainStore.start();
    content = new byte[SIZE];
    new Random(3).nextBytes(content);
    archive = Files.write(folder.resolve("jflare.zip"), content);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theUsualWay() throws Exception {
    UploadResult result = upload(UploadMode.TUS);

    assertArrayEquals(content, server.stored(), result.error());
    assertEquals(List.of("OPTIONS", "POST", "PATCH"), server.methods());
    assertEquals(
        "The archive was uploaded to " + server.url() + "/support/uploads/1", result.message());
    PlainStore.Asked made = server.asked().get(1);
    assertEquals("" + SIZE, made.header("Upload-Length"));
    assertEquals("0", made.header("Content-Length"));
    assertEquals("1.0.0", made.header("Tus-Resumable"));
    assertTrue(
        made.header("Upload-Metadata").startsWith("filename amZsYXJlLnppcA==,"),
        made.header("Upload-Metadata"));
    PlainStore.Asked patch = server.asked().get(2);
    assertEquals("" + SIZE, patch.header("Content-Length"));
    assertEquals("application/offset+octet-stream", patch.header("Content-Type"));
    assertNull(patch.header("Upload-Checksum"), "not offered");
    assertNull(server.asked().get(0).header("Tus-Resumable"), "as the protocol wants it");
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 423, 460, 500, 503, 408})
  void whatMayPass_isTriedAgainFromTheOffset(int status) throws Exception {
    server.next("PATCH", status, "not now");
    UploadResult result = upload(UploadMode.TUS);

    assertArrayEquals(content, server.stored(), result.error());
    assertEquals(List.of("OPTIONS", "POST", "PATCH", "HEAD", "PATCH"), server.methods());
    assertEquals(List.of(1_000L), pauses);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void anUploadThatIsGoneIsMadeAgain(int status) throws Exception {
    server.next("PATCH", status, "");
    UploadResult result = upload(UploadMode.TUS);

    assertArrayEquals(content, server.stored(), result.error());
    assertEquals(List.of("OPTIONS", "POST", "PATCH", "POST", "PATCH"), server.methods());
  }

  @Test
  void uploadsThatAreAlwaysGone_endAfterThreeTries() throws Exception {
    server.next("PATCH", 404, "").next("PATCH", 404, "").next("PATCH", 404, "");
    UploadResult result = upload(UploadMode.TUS);

    assertFalse(result.accepted());
    assertEquals(3, result.attempts());
  }

  @ParameterizedTest
  @CsvSource({"400", "401", "403", "415", "412"})
  void whatWillNotPass_isNotTriedAgain(int status) throws Exception {
    server.next("PATCH", status, "never");
    UploadResult result = upload(UploadMode.TUS);

    assertFalse(result.accepted());
    assertEquals(1, result.attempts());
    assertTrue(result.error().startsWith("HTTP " + status), result.error());
    assertTrue(Files.exists(folder.resolve("jflare.zip.upload")), "a person may do better");
  }

  @Test
  void aBodyThatIsTooLargeIsSentInPieces() throws Exception {
    server.next("PATCH", 413, "").next("PATCH", 413, "");
    UploadResult result = upload(UploadMode.TUS);

    assertArrayEquals(content, server.stored(), result.error());
    List<Integer> bytes =
        server.asked().stream()
            .filter(asked -> asked.method().equals("PATCH"))
            .map(PlainStore.Asked::bytes)
            .toList();
    assertEquals(SIZE, bytes.get(0));
    assertEquals(SIZE / 4, bytes.get(1));
    assertEquals(256 << 10, bytes.get(2));
    assertEquals(List.of(), pauses);
    assertEquals(SIZE, result.bytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 501})
  void whereNoPatchGetsThrough_aPostDoes(int status) throws Exception {
    server.next("PATCH", status, "");
    UploadResult result = upload(UploadMode.TUS);

    assertArrayEquals(content, server.stored(), result.error());
    assertEquals(List.of("OPTIONS", "POST", "PATCH", "POST"), server.methods());
  }

  @Test
  void aPieceThatTheServerDoesNotKeep_isNoProgress() throws Exception {
    for (int i = 0; i < 3; i++) {
      server.next("PATCH", 204, "", "Upload-Offset", "0");
    }
    UploadResult result = upload(UploadMode.TUS);

    assertEquals(3, result.attempts());
    assertTrue(result.error().contains("took nothing of"), result.error());
  }

  @ParameterizedTest
  @CsvSource({"405, no tus upload can be created at", "412, another version of tus (0.2.2)"})
  void noCreation_isExplained(int status, String cause) throws Exception {
    server.next("POST", status, "", "Tus-Version", "0.2.2");
    UploadResult result = upload(UploadMode.TUS);

    assertTrue(result.error().toLowerCase().contains(cause), result.error());
    assertEquals(1, result.attempts());
    assertFalse(Files.exists(folder.resolve("jflare.zip.upload")));
  }

  @Test
  void anotherHostGetsNeitherKeyNorFlare() throws Exception {
    try (PlainStore other = PlainStore.start()) {
      server.location(other.url().replace("127.0.0.1", "localhost") + "/uploads/1");
      UploadResult result = upload(UploadMode.TUS);

      assertFalse(result.accepted());
      assertTrue(result.error().contains("only sent to hosts of the configured"), result.error());
      assertEquals(List.of(), other.asked());
    }
  }

  @Test
  void anUploadWhoseAddressIsACredentialIsNotRemembered() throws Exception {
    server.location("uploads/1?signature=s3cr3t").next("PATCH", 400, "");
    UploadResult result = upload(UploadMode.TUS);

    assertFalse(result.accepted());
    assertFalse(Files.exists(folder.resolve("jflare.zip.upload")));
    assertFalse(result.error().contains("s3cr3t"), result.error());
  }

  @Test
  void auto_sendsAForm_whereTusIsNotOffered() throws Exception {
    Files.write(archive, new byte[5 << 20]);
    for (String method : List.of("HEAD", "OPTIONS")) {
      server.next(method, method.equals("HEAD") ? 404 : 200, "");
    }
    server.next("POST", 200, "{\"case_id\":5}", "Content-Type", "application/json");
    UploadResult result = upload(UploadMode.AUTO);

    assertEquals(5, result.caseId(), result.error());
    assertEquals(UploadMode.FLARE, result.mode());
    assertEquals(List.of("HEAD", "OPTIONS", "POST"), server.methods());
  }

  @Test
  void auto_doesNotAskForASmallArchive_andFlareNever() throws Exception {
    for (UploadMode mode : List.of(UploadMode.AUTO, UploadMode.FLARE)) {
      server.next("HEAD", 404, "");
      server.next("POST", 200, "{\"case_id\":5}", "Content-Type", "application/json");
      assertEquals(5, upload(mode).caseId());
    }
    assertEquals(List.of("HEAD", "POST", "HEAD", "POST"), server.methods());
  }

  private UploadResult upload(UploadMode mode) throws Exception {
    Pause pause =
        length -> {
          pauses.add(length.toMillis());
          nanos.addAndGet(length.toNanos());
        };
    RetryPolicy retries = new RetryPolicy(Duration.ofMinutes(10), nanos::get, pause, () -> 0.5);
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
      Destination destination = Destination.of(mode, Endpoint.at(server.url()));
      return new Uploader(client, destination, Secret.of("0123456789"), retries, Log.NONE)
          .upload(archive, UploadForm.newBuilder().build(), UploadListener.NONE);
    }
  }
}
