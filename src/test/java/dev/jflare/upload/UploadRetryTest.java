package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.time.Pause;
import dev.jflare.upload.FakeBackend.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again and when, by a clock that only the pauses move. */
class UploadRetryTest {
  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();
  private FakeBackend backend;
  private Path archive;

  @BeforeEach
  void start() throws IOException {
    backend = FakeBackend.start();
    archive = Files.write(folder.resolve("jflare.zip"), new byte[1_000]);
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  @Test
  void theFirstPauseIsTheAgents_thenTwiceThatAndABit() throws Exception {
    backend.toPost(Reply.text(500, ""), Reply.text(500, ""), Reply.json(200, "{\"case_id\":1}"));

    assertTrue(upload(Duration.ofMinutes(10)).accepted());
    assertEquals(List.of(1_000L, 2_500L), pauses);
  }

  @ParameterizedTest(name = "{0}, Retry-After: {1}")
  @CsvSource({"429, 30, 30000", "503, 30, 30000", "408, 2, 2000", "503, 0, 1000", "429, x, 1000"})
  void whoSaysWhenToComeBackIsObeyed(int status, String header, long millis) throws Exception {
    backend.toPost(Reply.later(status, header), Reply.json(200, "{}"));

    assertTrue(upload(Duration.ofMinutes(10)).accepted());
    assertEquals(List.of(millis), pauses);
  }

  @Test
  void whoWantsMoreThanTheBudgetIsNotWaitedFor() throws Exception {
    backend.toPost(Reply.later(503, "3600"));
    UploadResult result = upload(Duration.ofMinutes(10));

    assertFalse(result.accepted());
    assertTrue(result.retryable());
    assertEquals(List.of(), pauses);
    assertTrue(
        result
            .error()
            .contains(
                "the server wants to be left alone for 3600 seconds"
                    + " (jflare.upload_budget, 600 seconds)"),
        result.error());
  }

  @Test
  void theBudgetEndsThePausesToo() throws Exception {
    backend.toPost(Reply.text(500, ""), Reply.text(500, ""));
    UploadResult result = upload(Duration.ofSeconds(2));

    assertEquals(2, result.attempts());
    assertEquals(List.of(1_000L), pauses);
    assertTrue(result.error().startsWith("failed to send flare after 2 attempts: HTTP 500"));
    assertTrue(result.error().contains("the time for trying is over"), result.error());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 407, 409, 413, 302})
  void whatCannotSucceedIsNotTriedAgain(int status) throws Exception {
    backend.toPost(Reply.later(status, "1"));
    UploadResult result = upload(Duration.ofMinutes(10));

    assertEquals(1, result.attempts());
    assertFalse(result.retryable());
    assertEquals(List.of(), pauses);
  }

  @Test
  void aConnectionThatIsCutInTheMiddleIsTriedAgain() throws Exception {
    Files.write(archive, new byte[8 << 20]);
    try (MisbehavingServer server = MisbehavingServer.startAfterHead(Conduct.CLOSES)) {
      UploadResult result = upload(server.url(), Duration.ofMinutes(10));

      assertEquals(3, result.attempts(), result.error());
      assertEquals(2, pauses.size());
    }
  }

  @Test
  void theLookForTheWayIsNotTriedAgain_andSaysThatNothingWasSent() throws Exception {
    backend.toHead(Reply.text(503, ""));
    UploadResult result = upload(Duration.ofMinutes(10));

    assertEquals(0, result.attempts());
    assertEquals(List.of(), pauses);
    assertTrue(result.error().contains("Nothing of the flare was sent"), result.error());
    assertEquals(1, backend.asked().size());
  }

  private UploadResult upload(Duration budget) throws Exception {
    return upload(backend.url(), budget);
  }

  private UploadResult upload(String url, Duration budget) throws Exception {
    Pause pause =
        length -> {
          pauses.add(length.toMillis());
          nanos.addAndGet(length.toNanos());
        };
    RetryPolicy retries = new RetryPolicy(budget, nanos::get, pause, () -> 0.5);
    return TestUpload.run(url, "key", archive, UploadListener.NONE, retries);
  }
}
