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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar sends an archive through proxies that others use, or says why it cannot. */
class ProxyIT {
  @TempDir private Path folder;
  private Path archive;

  @BeforeEach
  void anArchive() throws IOException {
    archive = Files.writeString(folder.resolve("jflare-1.zip"), "not looked into");
  }

  @Test
  void squid_carriesAFlareToAnHttpIntake() throws Exception {
    try (RealProxy squid = RealProxy.squidWithBasic(folder);
        Intake intake = intake(IntakeOptions.into(folder.resolve("in")).build())) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_PROXY_HTTP", "http://" + RealProxy.CREDENTIALS + squid.address())
              .start("send", archive, "4711")
              .expect(ExitCode.OK);
      assertTrue(cli.out().contains("your internal case id is 4711"), cli.out());
      assertArrived();
      assertTrue(squid.logged("POST " + intake.uri() + "/support/flare/4711"));
      assertShowsNoPassword(cli);
      assertTrue(cli.err().contains("Deprecation warning"), cli.err());
    }
  }

  @Test
  void squid_carriesAFlareToAnHttpsIntake() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "dns:localhost,ip:127.0.0.1");
    IntakeOptions options =
        IntakeOptions.into(folder.resolve("in")).tls(certificate.serverContext()).build();
    try (RealProxy squid = RealProxy.squidWithBasic(folder);
        Intake intake = intake(options)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_JFLARE_TLS_CA_FILE", certificate.pem().toString())
              .env("DD_PROXY_HTTPS", "http://" + RealProxy.CREDENTIALS + squid.address())
              .start("send", archive, "4711")
              .expect(ExitCode.OK);
      assertArrived();
      assertTrue(squid.logged("CONNECT " + intake.uri().getAuthority()));
      assertShowsNoPassword(cli);
    }
  }

  @Test
  void microsocks_carriesAFlare() throws Exception {
    try (RealProxy socks = RealProxy.microsocks(folder);
        Intake intake = intake(IntakeOptions.into(folder.resolve("in")).build())) {
      AttachJar.in(folder)
          .env("DD_DD_URL", intake.uri().toString())
          .env("HTTP_PROXY", "socks5h://" + RealProxy.CREDENTIALS + socks.address())
          .start("send", archive, "4711")
          .expect(ExitCode.OK);
      assertArrived();
    }
  }

  @Test
  void noProxy_goesAroundAProxyThatIsDown() throws Exception {
    try (Intake intake = intake(IntakeOptions.into(folder.resolve("in")).build())) {
      AttachJar.in(folder)
          .env("DD_DD_URL", intake.uri().toString())
          .env("DD_PROXY_HTTP", "http://127.0.0.1:" + RealProxy.freePort())
          .env("DD_PROXY_NO_PROXY", intake.uri().getAuthority())
          .start("send", archive, "4711")
          .expect(ExitCode.OK);
      assertArrived();
    }
  }

  @Test
  void aProxyThatIsDown_isNamedAndTheArchiveKept() throws Exception {
    String down = "127.0.0.1:" + RealProxy.freePort();
    AttachJar cli =
        AttachJar.in(folder)
            .env("DD_DD_URL", "https://app.datadoghq.test")
            .env("DD_PROXY_HTTPS", "http://" + RealProxy.CREDENTIALS + down)
            .start("send", archive, "4711", "--delete-archive")
            .expect(ExitCode.UPLOAD_FAILED);
    assertTrue(
        cli.err().contains("(through the HTTP proxy " + down + "): at the proxy: connection refus"),
        cli.err());
    assertTrue(cli.err().contains("send '" + archive + "' 4711"), cli.err());
    assertTrue(Files.exists(archive));
    assertShowsNoPassword(cli);
  }

  private void assertArrived() throws IOException {
    assertEquals(-1, Files.mismatch(archive, folder.resolve("in/4711/jflare-1.zip")));
  }

  private static void assertShowsNoPassword(AttachJar cli) {
    assertFalse((cli.out() + cli.err()).contains("word@"), cli.err());
    assertFalse((cli.out() + cli.err()).contains("ss:word"), cli.err());
  }

  private static Intake intake(IntakeOptions options) throws IOException {
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
