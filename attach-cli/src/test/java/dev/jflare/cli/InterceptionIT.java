package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.RealProxy;
import dev.jflare.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built jar at a border where a proxy reads what goes through TLS: mitmproxy. */
class InterceptionIT {
  @TempDir private Path folder;
  private Path archive;
  private TestCertificate certificate;

  @BeforeEach
  void anArchive() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(4711).nextBytes(content);
    archive = Files.write(folder.resolve("jflare-1.zip"), content);
    certificate = TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1");
  }

  @ParameterizedTest(name = "by the TLS of {0}")
  @CsvSource({"BoringSSL, false", "the JDK, true"})
  void itsAuthorityIsNotKnown_andTheMessageNamesItAndTheSetting(String name, String jdk)
      throws Exception {
    try (RealProxy proxy = RealProxy.mitmproxy(folder, certificate.pem());
        Intake intake = intake()) {
      AttachJar cli =
          through(proxy.address(), intake)
              .env("DD_JFLARE_JDK_TLS", jdk)
              .start("send", archive, "4711", "--delete-archive")
              .expect(ExitCode.UPLOAD_FAILED);
      assertTrue(cli.err().contains("its issuer is not known here: \""), cli.err());
      assertTrue(cli.err().contains("CN=mitmproxy\" (jflare.tls_ca_file names"), cli.err());
      assertTrue(cli.err().contains("send '" + archive + "' 4711"), cli.err());
    }
    assertTrue(Files.exists(archive));
    assertFalse(Files.exists(folder.resolve("in/4711")));
  }

  @ParameterizedTest(name = "{0}, jflare.jdk_tls: {1}")
  @CsvSource({
    "DD_JFLARE_TLS_CA_FILE, false",
    "DD_JFLARE_TLS_CA_FILE, true",
    "SSL_CERT_FILE, false",
    "SSL_CERT_FILE, true"
  })
  void itsAuthorityIsTrusted(String setting, String jdk) throws Exception {
    try (RealProxy proxy =
            RealProxy.mitmproxy(folder, certificate.pem(), "--proxyauth", "me:s3cret");
        Intake intake = intake()) {
      AttachJar cli =
          through("me:s3cret@" + proxy.address(), intake)
              .env("DD_JFLARE_JDK_TLS", jdk)
              .env(setting, proxy.authority().toString())
              .start("send", archive, "4711")
              .expect(ExitCode.OK);
      assertFalse(cli.err().contains("s3cret"), cli.err());
    }
    assertEquals(-1, Files.mismatch(archive, folder.resolve("in/4711/jflare-1.zip")));
  }

  @Test
  void itWantsCredentials() throws Exception {
    try (RealProxy proxy =
            RealProxy.mitmproxy(folder, certificate.pem(), "--proxyauth", "me:s3cret");
        Intake intake = intake()) {
      AttachJar cli =
          through("me:wr0ng@" + proxy.address(), intake)
              .start("send", archive, "4711")
              .expect(ExitCode.UPLOAD_FAILED);
      assertTrue(cli.err().contains("the proxy wants other credentials: 407"), cli.err());
      assertFalse(cli.err().contains("wr0ng"), cli.err());
    }
    assertTrue(Files.exists(archive));
  }

  /**
   * We trust the proxy, and the proxy does not trust the server: its own words reach the person.
   */
  @Test
  void itDoesNotTrustTheServer() throws Exception {
    Path other =
        TestCertificate.make(Files.createDirectory(folder.resolve("other")), "dns:other.test")
            .pem();
    try (RealProxy proxy = RealProxy.mitmproxy(folder, other);
        Intake intake = intake()) {
      AttachJar cli =
          through(proxy.address(), intake)
              .env("DD_JFLARE_TLS_CA_FILE", proxy.authority().toString())
              .start("send", archive, "4711")
              .expect(ExitCode.UPLOAD_FAILED);
      assertTrue(cli.err().contains("502 Bad Gateway"), cli.err());
    }
    assertTrue(Files.exists(archive));
  }

  private AttachJar.Builder through(String proxy, Intake intake) {
    return AttachJar.in(folder)
        .env("DD_DD_URL", intake.uri().toString())
        .env("DD_PROXY_HTTPS", "http://" + proxy);
  }

  private Intake intake() throws IOException, java.security.GeneralSecurityException {
    IntakeOptions options =
        IntakeOptions.into(folder.resolve("in")).tls(certificate.serverContext()).build();
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
