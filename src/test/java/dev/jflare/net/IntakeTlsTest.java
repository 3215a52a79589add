package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jflare.log.Log;
import dev.jflare.testing.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intake over HTTPS, with a certificate made for the occasion. */
class IntakeTlsTest {
  @TempDir Path temp;

  @Test
  void aFlare_arrivesOverTls() throws Exception {
    TestCertificate certificate = TestCertificate.make(temp, "ip:127.0.0.1,dns:localhost");
    SSLContext tls = certificate.serverContext();
    IntakeRecorder recorder = new IntakeRecorder();
    IntakeOptions options = IntakeOptions.into(temp.resolve("in")).tls(tls).build();
    try (Intake intake = Intake.start(options, recorder, Log.NONE)) {
      assertEquals("https", intake.uri().getScheme());
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(intake.uri() + "/support/flare"))
              .header("Content-Type", FormText.CONTENT_TYPE)
              .POST(BodyPublishers.ofByteArray(FormText.usual("6", new byte[500_000])))
              .build();
      HttpClient trusting = HttpClient.newBuilder().sslContext(certificate.clientContext()).build();
      assertEquals("{\"case_id\":6}", trusting.send(request, BodyHandlers.ofString()).body());
      assertEquals(500_000, Files.size(recorder.flares.get(0).archive()));

      HttpClient wary = HttpClient.newHttpClient();
      assertThrows(IOException.class, () -> wary.send(request, BodyHandlers.ofString()));
      try (RawHttp plain = new RawHttp(intake.uri())) {
        assertThrows(
            IOException.class,
            () -> plain.send("HEAD /support/flare HTTP/1.1\r\n\r\n").answerHead());
      }
    }
  }
}
