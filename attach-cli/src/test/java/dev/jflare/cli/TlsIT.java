package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The built jar sends over TLS: with the JDK's, and with the other that writes a key log. */
class TlsIT {
  @TempDir private Path folder;

  @ParameterizedTest(name = "on Java {0}")
  @ValueSource(ints = {8, 17, 25})
  void aKeyLogIsWrittenByTheBuiltJar(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    assumeTrue(
        "amd64".equals(System.getProperty("os.arch")), "the library is there for x86_64 alone");
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    Path keys = folder.resolve("keys.log");
    Path archive = Files.write(folder.resolve("jflare-1.zip"), new byte[2_000_000]);
    try (Intake intake = intake(certificate)) {
      AttachJar cli =
          AttachJar.in(folder)
              .home(Jdks.home(feature).orElseThrow())
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_JFLARE_TLS_CA_FILE", certificate.pem().toString())
              .env("DD_SSLKEYLOGFILE", keys.toString())
              .start("send", archive, "4711")
              .expect(ExitCode.OK);
      assertFalse(cli.err().contains("sslkeylogfile is ignored"), cli.err());
      assertFalse(cli.err().contains("restricted method"), cli.err());
    }
    assertEquals(
        -1, Files.mismatch(archive, folder.resolve("in/4711").resolve(archive.getFileName())));
    assertTrue(Files.readString(keys).contains("CLIENT_TRAFFIC_SECRET_0 "));
  }

  @Test
  void anUntrustedIntakeIsRefused_andTheMessageSaysWhatToSet() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    Path archive = Files.write(folder.resolve("jflare-1.zip"), new byte[2_000]);
    try (Intake intake = intake(certificate)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_MIN_TLS_VERSION", "tlsv9")
              .start("send", archive, "4711")
              .expect(ExitCode.UPLOAD_FAILED);
      assertTrue(
          cli.err().contains("it is self-signed by \"CN=jflare test\", which nobody here trusts"),
          cli.err());
      assertTrue(cli.err().contains("jflare.tls_ca_file"), cli.err());
      assertTrue(
          cli.err().contains("Invalid `min_tls_version` \"tlsv9\"; using default"), cli.err());
    }
  }

  private Intake intake(TestCertificate certificate) throws Exception {
    IntakeOptions options =
        IntakeOptions.into(folder.resolve("in")).tls(certificate.serverContext()).build();
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
