package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.net.HttpClient;
import dev.jflare.net.Timeouts;
import dev.jflare.route.Endpoint;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.testing.Nginx;
import dev.jflare.testing.TestAuthority;
import dev.jflare.upload.FakeBackend.Reply;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with a real server in front of the backend, and what a person reads when it fails. */
class UploadToNginxIT {
  private static final String ONLY_12 = "ssl_protocols TLSv1.2;";
  private static TestAuthority authority;

  @TempDir private Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private FakeBackend backend;
  private Path archive;

  @BeforeAll
  static void found() throws Exception {
    assumeTrue(Nginx.isHere(), "needs nginx (Debian's package)");
    authority = TestAuthority.named("jflare test root");
  }

  @BeforeEach
  void start() throws Exception {
    backend = FakeBackend.start();
    archive = Files.write(folder.resolve("jflare.zip"), new byte[300_000]);
    TestAuthority.write(authority.issue("localhost", "flares.test"), folder, "server");
    environment.put("DD_JFLARE_TLS_CA_FILE", authority.pem(folder.resolve("ca.pem")).toString());
  }

  @AfterEach
  void stop() {
    backend.close();
  }

  @ParameterizedTest(name = "a server that speaks {0}, from {1} up, {2}")
  @CsvSource({
    "TLSv1.2, tlsv1.2, BoringSSL",
    "TLSv1.3, tlsv1.2, BoringSSL",
    "TLSv1.3, TLSv1.3, BoringSSL",
    "TLSv1.2, tlsv1.0, BoringSSL",
    "TLSv1.2, nonsense, BoringSSL",
    "TLSv1.2, tlsv1.2, JDK",
    "TLSv1.3, tlsv1.2, JDK",
    "TLSv1.3, TLSv1.3, JDK",
    "TLSv1.2, tlsv1.0, JDK",
    "TLSv1.2, nonsense, JDK"
  })
  void versionsThatGoTogether(String spoken, String minimum, String library) throws Exception {
    use(library);
    environment.put("DD_MIN_TLS_VERSION", minimum);

    assertAccepted("ssl_protocols " + spoken + ";");
    assertEquals(
        minimum.equals("tlsv1.0"),
        said.toString().contains("jdk.tls.disabledAlgorithms has"),
        said::toString);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BoringSSL", "JDK", "key log"})
  void aServerThatIsTooOld(String library) throws Exception {
    environment.put("DD_MIN_TLS_VERSION", "tlsv1.3");
    use(library);

    assertFails(
        ONLY_12, "localhost", "no TLS version in common with the server (min_tls_version sets");
  }

  @Test
  void theVariablesOfOtherProgramsAreReadToo() throws Exception {
    String ca = environment.remove("DD_JFLARE_TLS_CA_FILE");
    environment.put("SSL_CERT_FILE", ca);
    assertAccepted("");

    environment.put("SSL_CERT_FILE", folder.resolve("gone.pem").toString());
    Path certificates = Files.createDirectory(folder.resolve("certs"));
    Files.copy(Path.of(ca), certificates.resolve("1.pem"));
    Files.writeString(certificates.resolve("README"), "not a certificate");
    environment.put("SSL_CERT_DIR", folder.resolve("none") + ":" + certificates);
    assertAccepted("");
    assertTrue(said.toString().contains("SSL_CERT_FILE is ignored: "), said::toString);
    assertTrue(said.toString().contains("SSL_CERT_DIR is ignored: "), said::toString);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BoringSSL", "JDK", "key log"})
  void aCertificateOfAnUnknownAuthorityNamesIt(String library) throws Exception {
    environment.remove("DD_JFLARE_TLS_CA_FILE");
    use(library);

    assertFails(
        "",
        "localhost",
        "the server's certificate is not accepted: its issuer is not known here:"
            + " \"CN=jflare test root\" (jflare.tls_ca_file");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"BoringSSL", "JDK", "key log"})
  void aCertificateForAnotherHostSaysForWhich(String library) throws Exception {
    use(library);

    assertFails("", "127.0.0.1", "it is for localhost, flares.test, not for 127.0.0.1");
  }

  @Test
  void whatBoringSslHasLeftOutIsSpokenByTheJdk() throws Exception {
    TestAuthority.write(authority.issueEd25519("localhost"), folder, "server");
    assertAccepted("");

    use("key log");
    assertFails("", "localhost", "TLS failed: ");
  }

  @ParameterizedTest(name = "from {0} h to {1} h from now: {2}, {3}")
  @CsvSource({
    "-48, -24, \"CN=leaf of jflare\" has expired on, BoringSSL",
    "24, 48, \"CN=leaf of jflare\" is not yet valid before, BoringSSL",
    "-48, -24, \"CN=leaf of jflare\" has expired on, JDK",
    "24, 48, \"CN=leaf of jflare\" is not yet valid before, JDK"
  })
  void aCertificateOutOfItsTimeSaysWhen(int from, int until, String what, String library)
      throws Exception {
    use(library);
    Instant now = Instant.now();
    X509Bundle bundle =
        authority.issue(
            now.plus(Duration.ofHours(from)), now.plus(Duration.ofHours(until)), "localhost");
    TestAuthority.write(bundle, folder, "server");

    assertFails("", "localhost", what);
    assertFails("", "localhost", "(this machine's clock says 20");
    environment.put("DD_SKIP_SSL_VALIDATION", "true");
    assertAccepted("");
    assertTrue(said.toString().contains("skip_ssl_validation is set"), said::toString);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "PEM, BoringSSL",
        "PEM, encrypted, BoringSSL",
        "PKCS#12, BoringSSL",
        "PEM, JDK",
        "PEM, encrypted, JDK",
        "PKCS#12, JDK",
        "PEM, key log"
      })
  void aServerThatAsksWhoWeAre(String form) throws Exception {
    authority.pem(folder.resolve("clients.pem"));
    String wants = "ssl_client_certificate clients.pem; ssl_verify_client on;";
    use(form.substring(form.lastIndexOf(", ") + 2));
    // nginx answers 400 then, and only our own word says why
    assertFails(wants, "localhost", "400 Bad Request");
    assertTrue(said.toString().contains("localhost asks for a client certificate"), said::toString);

    identity(form, authority.issue("client"));
    said.clear();
    assertAccepted(wants);
    assertEquals(List.of(), said.stream().filter(line -> line.contains("asks for")).toList());
  }

  @Test
  void aKeyThatDoesNotOpenIsSaidSo() throws Exception {
    identity("PEM, encrypted", authority.issue("client"));
    environment.put("DD_JFLARE_TLS_KEY_PASSWORD", "another");

    String said = failure("", "localhost");
    assertTrue(said.contains("the key does not open with the password"), said);
    assertFalse(said.contains("another"), said);
  }

  @Test
  void anOldKeyComesWithTheCommandThatConvertsIt() throws Exception {
    identity("PEM", authority.issue("client"));
    Path key = Path.of(environment.get("DD_JFLARE_TLS_KEY_FILE"));
    Files.writeString(key, Files.readString(key).replace(" PRIVATE", " EC PRIVATE"));

    assertTrue(failure("", "localhost").contains("openssl pkcs8 -topk8"));
  }

  @Test
  void anArchiveThatIsTooLargeForNginxIsNotSentAgain() throws Exception {
    UploadResult result = upload("client_max_body_size 100k;", "localhost");

    assertEquals(1, result.attempts(), result.error());
    assertTrue(result.error().startsWith("HTTP 413 413 "), result.error());
    assertFalse(result.retryable());
  }

  @Test
  void aBackendThatIsTooSlowForNginxMayBeTriedAgain() throws Exception {
    environment.put("DD_JFLARE_UPLOAD_BUDGET", "1ms");
    try (MisbehavingServer slow = MisbehavingServer.startAfterHead(Conduct.NEVER_ANSWERS)) {
      UploadResult result = upload("proxy_read_timeout 1s;", "localhost", slow.url());

      assertTrue(result.error().contains("HTTP 504 Gateway"), result.error());
      assertTrue(result.retryable());
    }
  }

  /** BoringSSL is the default where it loads; a key log leaves it no way back to the JDK. */
  private void use(String library) {
    environment.put("DD_JFLARE_JDK_TLS", Boolean.toString(library.equals("JDK")));
    if (library.equals("key log")) {
      environment.put("DD_SSLKEYLOGFILE", folder.resolve("keys.log").toString());
    }
  }

  private void identity(String form, X509Bundle bundle) throws Exception {
    if (form.startsWith("PKCS#12")) {
      Path file = TestAuthority.pkcs12(bundle, folder.resolve("client.p12"), "s3cret");
      environment.put("DD_JFLARE_TLS_CERT_FILE", file.toString());
      environment.put("DD_JFLARE_TLS_KEY_PASSWORD", "s3cret");
      return;
    }
    Path file = TestAuthority.write(bundle, folder, "client");
    Path key = folder.resolve("client.key");
    if (form.contains("encrypted")) {
      Path locked = folder.resolve("locked.key");
      openssl("pkcs8", "-topk8", "-in", key, "-out", locked, "-passout", "pass:s3cret");
      environment.put("DD_JFLARE_TLS_KEY_PASSWORD", "s3cret");
      key = locked;
    }
    environment.put("DD_JFLARE_TLS_CERT_FILE", file.toString());
    environment.put("DD_JFLARE_TLS_KEY_FILE", key.toString());
  }

  private static void openssl(Object... arguments) throws Exception {
    List<String> command = new CopyOnWriteArrayList<>(List.of("openssl"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  private void assertAccepted(String directives) throws Exception {
    UploadResult result = upload(directives, "localhost");
    assertTrue(result.accepted(), result.error() + said);
    assertTrue(backend.posted().get(backend.posted().size() - 1).bytes() > 300_000);
  }

  private void assertFails(String directives, String host, String why) throws Exception {
    String error = failure(directives, host);
    assertTrue(error.contains(why), error);
  }

  /** What a person reads, whether settings or server are to blame. */
  private String failure(String directives, String host) throws Exception {
    try {
      UploadResult result = upload(directives, host);
      assertFalse(result.accepted());
      assertEquals(0, result.attempts());
      return result.error();
    } catch (java.io.IOException unusable) {
      return unusable.getMessage();
    }
  }

  private UploadResult upload(String directives, String host) throws Exception {
    backend.toPost(Reply.json(200, "{\"case_id\":7}"));
    return upload(directives, host, backend.url());
  }

  private UploadResult upload(String directives, String host, String behind) throws Exception {
    Settings settings = Settings.load(Collections.emptyMap(), environment, null);
    Log log = (level, message, cause) -> said.add(message);
    try (Nginx nginx = Nginx.start(folder, behind, directives);
        HttpClient client =
            HttpClient.open(ProxySettings.NONE, TlsSettings.of(settings), Timeouts.DEFAULT, log)) {
      return new Uploader(
              client,
              Endpoint.at(nginx.url(host)),
              Secret.of("0123456789abcdef"),
              RetryPolicy.of(settings),
              log)
          .upload(archive, UploadForm.newBuilder().caseId("7").build(), UploadListener.NONE);
    }
  }
}
