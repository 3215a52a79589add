package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same intake over HTTPS, with a certificate made for the occasion. */
final class IntakeTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path temp;

  @Test
  void aFlare_arrivesOverTls() throws Exception {
    SSLContext tls = selfSigned();
    IntakeRecorder recorder = new IntakeRecorder();
    IntakeOptions options = IntakeOptions.into(temp.resolve("in")).tls(tls).build();
    try (Intake intake = Intake.start(options, recorder, Log.NONE)) {
      assertEquals("https", intake.uri().getScheme());
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(intake.uri() + "/support/flare"))
              .header("Content-Type", FormText.CONTENT_TYPE)
              .POST(BodyPublishers.ofByteArray(FormText.usual("6", new byte[500_000])))
              .build();
      HttpClient trusting = HttpClient.newBuilder().sslContext(tls).build();
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

  /** A context that shows a new certificate for 127.0.0.1 and trusts it too. */
  private SSLContext selfSigned() throws Exception {
    Path file = temp.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "intake",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .inheritIO()
            .start();
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("intake", store.getCertificate("intake"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
