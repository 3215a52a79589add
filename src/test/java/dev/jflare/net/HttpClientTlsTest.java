package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.jflare.log.Log;
import dev.jflare.net.HttpFailure.Kind;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.route.TlsSettings.Verification;
import dev.jflare.route.TlsSettings.Version;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.testing.TestCertificate;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpClientTlsTest {
  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static HttpsServer server;
  private static volatile String protocols = "TLSv1.3";
  private static final AtomicLong RECEIVED = new AtomicLong();
  private static volatile String serverName = "";

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.make(folder, "dns:localhost");
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificate.serverContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            parameters.setProtocols(new String[] {protocols});
          }
        });
    server.createContext(
        "/",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          List<SNIServerName> names = session.getRequestedServerNames();
          serverName = names.isEmpty() ? "" : names.get(0).toString();
          RECEIVED.set(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @AfterEach
  void nothingIsLeft() {
    protocols = "TLSv1.3";
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void anUntrustedCertificateIsRefusedWithAWayOut() {
    HttpFailure failure = fails(TlsSettings.SYSTEM, "localhost");

    assertEquals(Kind.CERTIFICATE, failure.kind());
    assertTrue(
        failure.getMessage().contains("the server's certificate is not accepted"),
        failure.getMessage());
    assertTrue(failure.getMessage().contains("jflare.tls_ca_file"), failure.getMessage());
  }

  @Test
  void aTrustFileOfPemMakesItTrusted() throws Exception {
    HttpAnswer answer =
        post(TlsSettings.SYSTEM.withTrustFile(certificate.pem()), "localhost", 20_000_000);

    assertEquals(200, answer.status());
    assertEquals(20_000_000, RECEIVED.get());
    assertTrue(serverName.contains("localhost"), serverName);
  }

  @Test
  void aTrustFileMayBeAKeyStore() throws Exception {
    TlsSettings tls = TlsSettings.SYSTEM.withTrustFile(certificate.jks());

    assertEquals(200, post(tls, "localhost", 1).status());
  }

  @Test
  void aFinalDotInTheNameDoesNotMatter() throws Exception {
    TlsSettings tls = TlsSettings.SYSTEM.withTrustFile(certificate.pem());

    assertEquals(200, post(tls, "localhost.", 1).status());
    assertTrue(serverName.contains("localhost"), serverName);
    assertFalse(serverName.contains("localhost."), serverName);
  }

  @Test
  void aTrustedCertificateForAnotherHostIsRefused() throws Exception {
    HttpFailure failure = fails(TlsSettings.SYSTEM.withTrustFile(certificate.pem()), "127.0.0.1");

    assertEquals(Kind.CERTIFICATE, failure.kind());
    assertTrue(failure.getMessage().contains("127.0.0.1"), failure.getMessage());
  }

  @Test
  void verificationCanBeSwitchedOffNameAndAll() throws Exception {
    TlsSettings tls = TlsSettings.SYSTEM.withVerification(Verification.NONE);

    assertEquals(200, post(tls, "127.0.0.1", 1).status());
  }

  @Test
  void theLowestVersionIsKept() throws Exception {
    protocols = "TLSv1.2";
    TlsSettings tls = TlsSettings.SYSTEM.withTrustFile(certificate.pem());

    assertEquals(200, post(tls, "localhost", 1).status());
    HttpFailure failure = fails(tls.withMinimum(Version.V1_3), "localhost");
    assertEquals(Kind.TLS, failure.kind(), failure.toString());
  }

  @Test
  void aHandshakeThatStandsStillEnds() throws Exception {
    try (MisbehavingServer silent = MisbehavingServer.start(Conduct.NEVER_READS)) {
      TlsSettings tls = TlsSettings.SYSTEM.withHandshakeTimeout(Duration.ofMillis(300));
      HttpFailure failure = fails(tls, URI.create(silent.url().replace("http:", "https:")));

      assertEquals(Kind.TLS_TIMEOUT, failure.kind(), failure.toString());
    }
  }

  @Test
  void aPeerThatDoesNotSpeakTlsIsSaidSo() throws Exception {
    try (MisbehavingServer mail = MisbehavingServer.start(Conduct.GREETS)) {
      URI url = URI.create(mail.url().replace("http:", "https:"));
      HttpFailure failure = fails(TlsSettings.SYSTEM, url);

      assertEquals(Kind.TLS, failure.kind(), failure.toString());
    }
  }

  @Test
  void aTrustFileWithoutACertificateIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("empty.pem"), "nothing in here");
    IOException e =
        assertThrows(IOException.class, () -> open(TlsSettings.SYSTEM.withTrustFile(file)));

    assertTrue(e.getMessage().contains(file + " has no certificate"), e.getMessage());
  }

  private static HttpAnswer post(TlsSettings tls, String host, long bytes) throws Exception {
    return post(tls, URI.create("https://" + host + ":" + server.getAddress().getPort()), bytes);
  }

  private static HttpAnswer post(TlsSettings tls, URI url, long bytes)
      throws IOException, InterruptedException {
    try (HttpClient client = open(tls)) {
      return client.exchange(
          HttpCall.post(url, BytesBody.of(bytes)),
          TransferListener.NONE,
          Deadline.after(Duration.ofSeconds(20)));
    }
  }

  private static HttpFailure fails(TlsSettings tls, String host) {
    return fails(tls, URI.create("https://" + host + ":" + server.getAddress().getPort()));
  }

  private static HttpFailure fails(TlsSettings tls, URI url) {
    return assertThrows(HttpFailure.class, () -> post(tls, url, 1));
  }

  private static HttpClient open(TlsSettings tls) throws IOException {
    return HttpClient.open(ProxySettings.NONE, tls, Timeouts.DEFAULT, Log.NONE);
  }
}
