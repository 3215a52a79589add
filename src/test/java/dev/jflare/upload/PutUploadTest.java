package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** To a presigned URL, as S3 has them. */
class PutUploadTest {
  private static final String SIGNATURE = "X-Amz-Expires=60&X-Amz-Signature=feedbeef";

  @TempDir Path folder;
  private PlainStore server;
  private Path archive;

  @BeforeEach
  void start() throws IOException {
    server = PlainStore.start();
    archive = Files.write(folder.resolve("jflare.zip"), new byte[100_000]);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theArchiveAndNothingElse() throws Exception {
    UploadResult result = put();

    assertTrue(result.accepted(), result.error());
    assertEquals("The archive was uploaded to " + server.url() + "/bucket/a.zip", result.message());
    assertEquals(UploadMode.PUT, result.mode());
    assertArrayEquals(new byte[100_000], server.stored());
    PlainStore.Asked put = server.asked().get(0);
    assertEquals(List.of("PUT"), server.methods());
    assertEquals("/bucket/a.zip?" + SIGNATURE, put.path());
    assertEquals("100000", put.header("Content-Length"));
    assertNull(put.header("Transfer-Encoding"));
    assertNull(put.header("DD-API-KEY"));
    assertNull(put.header("Content-Type"), "some signatures cover it");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204})
  void otherWordsForYes(int status) throws Exception {
    server.next("PUT", status, "");
    assertTrue(put().accepted());
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, Request has expired, has expired: ask for a new one",
    "403, RequestTimeTooSkewed, The difference is too large, the server says it is",
    "403, SignatureDoesNotMatch, The request signature, incomplete or changed",
    "403, AccessDenied, Access Denied, a presigned URL is needed",
    "307, TemporaryRedirect, Please re-send, A redirect is not followed",
    "400, EntityTooLarge, Your proposed upload, larger than one PUT",
    "411, MissingContentLength, You must provide, did not arrive with its length",
    "501, NotImplemented, A header you provided, did not arrive with its length",
  })
  void whatWillNotPass_isExplained(int status, String code, String message, String hint)
      throws Exception {
    server.next(
        "PUT",
        status,
        "<?xml version=\"1.0\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message><StringToSign>AWS4 "
            + SIGNATURE
            + "</StringToSign></Error>",
        "Location",
        "http://other.invalid/?" + SIGNATURE);
    UploadResult result = put();

    assertFalse(result.retryable());
    assertEquals(1, result.attempts());
    assertTrue(result.error().contains(code + ": " + message), result.error());
    assertTrue(result.error().contains(hint), result.error());
    assertFalse(result.error().contains("feedbeef"), result.error());
    assertEquals(1, server.asked().size());
  }

  @Test
  void whatMayPass_isTriedAgainFromTheStart() throws Exception {
    server.next("PUT", 503, "<Error><Code>SlowDown</Code><Message>Reduce</Message></Error>");
    server.next("PUT", 400, "<Error><Code>RequestTimeout</Code><Message>Idle</Message></Error>");
    UploadResult result = put();

    assertTrue(result.accepted(), result.error());
    assertEquals(3, result.attempts());
    assertEquals(100_000, result.bytes());
  }

  @Test
  void aServerThatSendsTheSignatureBack_isNotQuoted() throws Exception {
    server.next("PUT", 400, "no such thing as /bucket/a.zip?" + SIGNATURE);
    assertFalse(put().error().contains("feedbeef"));
  }

  @Test
  void ddUrlServes_whereThereIsNoUrlOfItsOwn() throws Exception {
    Destination destination =
        destination("jflare.upload.mode", "PUT", "dd_url", "https://s3.test/b?" + SIGNATURE);
    assertEquals("https://s3.test/b", destination.toString());
    assertFalse(destination.wantsKey());
  }

  @Test
  void settingsThatDoNotFit_areNamed() throws Exception {
    assertTrue(
        assertThrows(SettingsException.class, () -> destination("jflare.upload.mode", "ftp"))
            .getMessage()
            .contains("expected auto, flare, tus or put, got \"ftp\""));
    for (String[] wrong :
        new String[][] {
          {"jflare.upload.mode", "put"},
          {"jflare.upload.url", "https://s3.test/b"},
          {"jflare.upload.mode", "put", "jflare.upload.url", "ftp://s3.test/?feedbeef"},
          {"jflare.upload.mode", "put", "jflare.upload.url", "https://s3.test/ ?feedbeef"},
          {"jflare.upload.mode", "tus", "jflare.upload.url", "files"}
        }) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> destination(wrong)).getMessage();
      assertTrue(message.startsWith("jflare.upload."), message);
      assertFalse(message.contains("feedbeef"), message);
    }
  }

  private UploadResult put() throws Exception {
    Destination destination =
        destination(
            "jflare.upload.mode",
            "put",
            "jflare.upload.url",
            server.url() + "/bucket/a.zip?" + SIGNATURE);
    RetryPolicy retries = new RetryPolicy(Duration.ofMinutes(10), () -> 0, any -> {}, () -> 0.5);
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, TlsSettings.SYSTEM, Timeouts.DEFAULT, Log.NONE)) {
      return new Uploader(client, destination, Secret.of("0123456789"), retries, Log.NONE)
          .upload(archive, UploadForm.newBuilder().build(), UploadListener.NONE);
    }
  }

  private static Destination destination(String... pairs) throws SettingsException {
    Map<String, String> explicit = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      explicit.put(pairs[i], pairs[i + 1]);
    }
    return Destination.of(Settings.load(explicit, Map.of(), null));
  }
}
