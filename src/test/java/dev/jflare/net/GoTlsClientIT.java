package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.log.Log;
import dev.jflare.route.ClientCertificate;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.route.TlsSettings.Library;
import dev.jflare.route.TlsSettings.Version;
import dev.jflare.settings.Settings;
import dev.jflare.testing.Command;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.Nginx;
import dev.jflare.testing.TestAuthority;
import dev.jflare.time.Deadline;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Go's client and ours come to the same end with a server's TLS, each in its words. */
class GoTlsClientIT {
  private static final String WANTS = "ssl_client_certificate ca.pem; ssl_verify_client on;";

  /** What is wrong, or special, about the server or the client. */
  enum Situation {
    ALL_WELL(""),
    EXPIRED(""),
    WRONG_HOST(""),
    UNKNOWN_AUTHORITY(""),
    ONLY_12_BUT_13_WANTED("ssl_protocols TLSv1.2;"),
    ONLY_13("ssl_protocols TLSv1.3;"),
    CLIENT_CERTIFICATE_WANTED(WANTS),
    CLIENT_CERTIFICATE_SHOWN(WANTS);

    private final String directives;

    Situation(String directives) {
      this.directives = directives;
    }
  }

  @TempDir private static Path shared;
  private static Path program;

  @TempDir private Path folder;

  @BeforeAll
  static void build() throws Exception {
    assumeTrue(Nginx.isHere(), "needs nginx (Debian's package)");
    program = GoProgram.build("tlsclient", shared);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ALL_WELL, 204, 204",
    "EXPIRED, certificate has expired, has expired on",
    "WRONG_HOST, 'certificate is valid for elsewhere.test, not localhost',"
        + " 'it is for elsewhere.test, not for localhost'",
    "UNKNOWN_AUTHORITY, certificate signed by unknown authority, its issuer is not known here",
    "ONLY_12_BUT_13_WANTED, protocol version, no TLS version in common",
    "ONLY_13, 204, 204",
    "CLIENT_CERTIFICATE_WANTED, 400 Bad Request, 400 Bad Request",
    "CLIENT_CERTIFICATE_SHOWN, 204, 204"
  })
  void bothComeToTheSameEnd(Situation situation, String theirs, String mine) throws Exception {
    TestAuthority authority = TestAuthority.named("root");
    Path ca = authority.pem(folder.resolve("ca.pem"));
    TestAuthority.write(server(authority, situation), folder, "server");
    TestAuthority.write(authority.issue("client"), folder, "client");
    try (Nginx nginx =
        Nginx.start(
            folder, "http://127.0.0.1:9", situation.directives + "location = /x { return 204; }")) {
      URI url = URI.create(nginx.url("localhost") + "/x");
      boolean unknown = situation == Situation.UNKNOWN_AUTHORITY;
      String go = go(url, unknown ? "" : ca.toString(), situation);
      assertTrue(go.contains(theirs), go);
      for (Library library : Library.values()) {
        String ours =
            ours(
                url,
                unknown ? TlsSettings.SYSTEM : TlsSettings.SYSTEM.withTrustFile(ca),
                library,
                situation);
        assertTrue(ours.contains(mine), library + ": " + ours);
      }
    }
  }

  private static X509Bundle server(TestAuthority authority, Situation situation) throws Exception {
    Instant now = Instant.now();
    String host = situation == Situation.WRONG_HOST ? "elsewhere.test" : "localhost";
    return situation == Situation.EXPIRED
        ? authority.issue(now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)), host)
        : authority.issue(host);
  }

  private String go(URI url, String ca, Situation situation) throws Exception {
    String minimum = situation == Situation.ONLY_12_BUT_13_WANTED ? "13" : "12";
    List<String> command =
        new ArrayList<>(List.of(program.toString(), url.toString(), ca, minimum));
    if (situation == Situation.CLIENT_CERTIFICATE_SHOWN) {
      command.add(folder.resolve("client.pem").toString());
      command.add(folder.resolve("client.key").toString());
    }
    return Command.run(command);
  }

  private String ours(URI url, TlsSettings trusting, Library library, Situation situation)
      throws Exception {
    TlsSettings tls = trusting.withLibrary(library);
    if (situation == Situation.ONLY_12_BUT_13_WANTED) {
      tls = tls.withMinimum(Version.V1_3);
    }
    if (situation == Situation.CLIENT_CERTIFICATE_SHOWN) {
      tls = tls.withIdentity(identity());
    }
    Deadline soon = Deadline.after(Duration.ofSeconds(30));
    try (HttpClient client = HttpClient.open(ProxySettings.NONE, tls, Timeouts.DEFAULT, Log.NONE)) {
      return client.exchange(HttpCall.get(url), TransferListener.NONE, soon).statusLine();
    } catch (HttpFailure failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private ClientCertificate identity() throws Exception {
    Settings settings =
        Settings.load(
            Map.of(
                "jflare.tls_cert_file", folder.resolve("client.pem").toString(),
                "jflare.tls_key_file", folder.resolve("client.key").toString()),
            Map.of(),
            null);
    ClientCertificate shown = TlsSettings.of(settings).identity();
    assertTrue(shown != null);
    return shown;
  }
}
