package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.JflareThreads;
import dev.jflare.upload.FakeBackend.Reply;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HEAD before the POST: where it may lead, and what may go along. */
class UploadRedirectTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

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
    assertEquals(List.of(), JflareThreads.alive());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 403, 204, 400})
  void aHeadWithAnotherStatusEndsItAtOnce(int status) throws Exception {
    backend.toHead(new Reply(status, null, null, ""));
    UploadResult result = upload(KEY);

    assertTrue(
        result
            .error()
            .startsWith(
                "We couldn't reach the flare backend "
                    + backend.url()
                    + "/support/flare/123 via redirects: "
                    + status
                    + " "),
        result.error());
    assertEquals(1, backend.asked().size());
    assertEquals(0, result.attempts());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void redirectsAreFollowedAndThePostGoesToTheLast(int status) throws Exception {
    backend
        .toHead(
            Reply.redirect(status, "/two?x=1"),
            Reply.redirect(status, backend.url() + "/three"),
            Reply.text(200, ""))
        .toPost(Reply.json(200, "{\"case_id\":1}"));
    List<URI> resolved = new ArrayList<>();
    UploadListener listener =
        new UploadListener() {
          @Override
          public void resolved(URI target) {
            resolved.add(target);
          }
        };
    UploadResult result = upload(backend.url(), KEY, listener);

    assertTrue(result.accepted(), result.error());
    assertEquals(
        List.of("HEAD /support/flare/123", "HEAD /two?x=1", "HEAD /three", "POST /three"),
        backend.asked().stream().map(asked -> asked.method() + " " + asked.path()).toList());
    assertEquals(List.of(URI.create(backend.url() + "/three")), resolved);
  }

  @Test
  void tenRedirectsAreEnough() throws Exception {
    for (int i = 0; i < 20; i++) {
      backend.toHead(Reply.redirect(302, "/again"));
    }
    UploadResult result = upload(KEY);

    assertTrue(result.error().contains(": stopped after 10 redirects\n"), result.error());
    assertEquals(11, backend.asked().size());
  }

  @Test
  void theKeyDoesNotFollowARedirectToAnotherHost() throws Exception {
    try (FakeBackend stranger = FakeBackend.start()) {
      String elsewhere = "http://localhost:" + stranger.port() + "/x?key=1";
      backend.toHead(Reply.redirect(307, elsewhere));
      UploadResult result = upload(KEY);

      assertFalse(result.accepted());
      assertFalse(result.retryable());
      assertTrue(
          result
              .error()
              .startsWith(
                  "redirect from "
                      + backend.url()
                      + "/support/flare/123 to http://localhost:"
                      + stranger.port()
                      + "/x refused: "),
          result.error());
      assertEquals(List.of(), stranger.asked());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/x", "http://[bad", "mailto:a@b"})
  void aRedirectToNowhereIsRefused(String location) throws Exception {
    backend.toHead(Reply.redirect(302, location));

    assertTrue(upload(KEY).error().contains(" refused: that is no "));
  }

  @Test
  void fromHttpsToHttpIsRefusedEvenOnTheSameHost() {
    URI here = URI.create("https://app.datadoghq.com./support/flare");
    IOException e =
        assertThrows(
            IOException.class,
            () -> Resolver.next(here, here, "http://app.datadoghq.com/support/flare"));

    assertTrue(e.getMessage().contains("unencrypted"), e.getMessage());
  }

  @Test
  void anotherHostOfTheSameDatadogDomainIsFine() throws IOException {
    URI here = URI.create("https://0-1-0-flare.agent.datadoghq.com./support/flare");

    assertEquals(
        URI.create("https://flare.us5.datadoghq.com/x"),
        Resolver.next(here, here, "https://flare.us5.datadoghq.com/x"));
  }

  private UploadResult upload(String key) throws Exception {
    return upload(backend.url(), key, UploadListener.NONE);
  }

  private UploadResult upload(String url, String key, UploadListener listener) throws Exception {
    return TestUpload.run(url, key, archive, listener);
  }
}
