package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import dev.jflare.log.Log;
import dev.jflare.route.ClientCertificate;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.ServeSettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.TestAuthority;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTPS, with and without certificates of the clients. */
class PprofServerTlsTest {
  private static final String TLS = "jflare.pprof.tls_";

  @TempDir Path folder;

  private TestAuthority authority;
  private Path root;
  private Path own;

  @BeforeEach
  void certify() throws Exception {
    authority = TestAuthority.named("of this site");
    root = authority.pem(folder.resolve("root.pem"));
    own = TestAuthority.write(authority.issue("localhost"), folder, "server");
  }

  @Test
  void itSpeaksHttps_andNothingElse() throws Exception {
    try (PprofServer server = start(TLS + "cert_file", own, TLS + "key_file", key("server"))) {
      TlsSettings trusting = TlsSettings.SYSTEM.withTrustFile(root);
      assertEquals(200, status(server, trusting));
      assertThrows(HttpFailure.class, () -> status(server, TlsSettings.SYSTEM));
      try (RawHttp plain = new RawHttp(URI.create("http://" + server.address()))) {
        plain.send("GET /debug/pprof/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThrows(IOException.class, plain::answerHead);
      }
      Assumptions.assumeTrue(GoPprof.isHere(), "no go on the path");
      // its options for certificates do nothing in Go 1.19
      String insecure = url(server).replace("https:", "https+insecure:");
      assertTrue(GoPprof.print(insecure + "/debug/pprof/mutex").contains("a.B.c"));
    }
  }

  @Test
  void onlyClientsWithACertificateOfTheRightAuthorityAreServed() throws Exception {
    Path stranger =
        TestAuthority.write(TestAuthority.named("of another").issue("client"), folder, "stranger");
    Path client = TestAuthority.write(authority.issue("client"), folder, "client");
    try (PprofServer server =
        start(
            TLS + "cert_file",
            own,
            TLS + "key_file",
            key("server"),
            TLS + "client_ca_file",
            root)) {
      TlsSettings trusting = TlsSettings.SYSTEM.withTrustFile(root);
      assertThrows(HttpFailure.class, () -> status(server, trusting));
      assertThrows(
          HttpFailure.class,
          () -> status(server, trusting.withIdentity(shown(stranger, "stranger"))));
      assertEquals(200, status(server, trusting.withIdentity(shown(client, "client"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cert_file, none.pem, cannot read",
    "cert_file, server.key, has no certificate",
    "key_file, none.key, cannot read",
    "key_file, root.pem, no private key",
    "client_ca_file, none.pem, cannot read",
    "client_ca_file, server.key, has no certificate"
  })
  void aFileThatCannotBeUsedIsNamed(String setting, String file, String why) {
    Map<String, Object> options = new HashMap<>();
    options.put(TLS + "cert_file", own);
    options.put(TLS + "key_file", key("server"));
    options.put(TLS + setting, folder.resolve(file));
    String message = assertThrows(IOException.class, () -> start(options).close()).getMessage();
    assertTrue(message.startsWith(TLS + setting + ": "), message);
    assertTrue(message.contains(why), message);
  }

  private Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private ClientCertificate shown(Path certificate, String name) {
    return ClientCertificate.of(certificate, key(name), Secret.NONE);
  }

  private static String url(PprofServer server) {
    return "https://localhost" + server.address().substring(server.address().lastIndexOf(':'));
  }

  private static int status(PprofServer server, TlsSettings tls) throws Exception {
    try (HttpClient client =
        HttpClient.open(ProxySettings.NONE, tls, Timeouts.of(Settings.defaults()), Log.NONE)) {
      HttpCall call = HttpCall.get(URI.create(url(server) + "/debug/pprof/cmdline"));
      return client
          .exchange(call, TransferListener.NONE, Deadline.after(Duration.ofSeconds(20)))
          .status();
    }
  }

  private PprofServer start(Object... options) throws Exception {
    Map<String, Object> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put((String) options[i], options[i + 1]);
    }
    return start(all);
  }

  private PprofServer start(Map<String, Object> options) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("jflare.pprof.listen", "127.0.0.1:0"));
    options.forEach((key, value) -> all.put(key, value.toString()));
    ServeSettings settings = ServeSettings.of(Settings.load(all, Map.of(), null));
    Path recordings = Files.createDirectories(folder.resolve("recordings"));
    return PprofServer.start(settings, new CannedProfiles(recordings), Log.NONE);
  }
}
