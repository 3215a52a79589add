package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingProxy.Conduct;
import dev.jflare.testing.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An upload through a proxy that goes wrong: what a person reads, and that nothing is lost. The
 * look for the way (HEAD) fails where no connection went well before, the upload itself where one
 * did.
 */
class FaultyProxyIT {
  @TempDir private static Path shared;
  private static TestCertificate certificate;

  @TempDir private Path folder;

  @BeforeAll
  static void certificate() throws Exception {
    certificate = TestCertificate.make(shared, "ip:127.0.0.1");
  }

  @ParameterizedTest(name = "{0} to {1} after {2} good: {3}")
  @CsvSource({
    "STALLS, http, 0, 'timeout: no answer within 2.0 s'",
    "CUTS, http, 0, 'connection closed (EOF) before the answer was complete'",
    "GARBAGE, http, 0, 'the answer is not HTTP'",
    "DEMANDS_BASIC, http, 0, 'the proxy wants other credentials: 407'",
    "DEMANDS_NEGOTIATE, http, 0, 'it offers Negotiate, NTLM, and only Basic is spoken here'",
    "FORBIDS, http, 0, '403 Not On My Watch'",
    "BAD_GATEWAY, http, 0, '502 Bad Gateway'",
    "CREATED, http, 0, '201 Created'",
    "NO_REASON, http, 0, '599'",
    "NEVER_READS, http, 0, 'timeout: no answer within 2.0 s'",
    "RESETS, http, 0, 'connection reset by the peer'",
    "STALLS, http, 1, 'timeout: no byte moved for 2.0 s'",
    "CUTS, http, 1, 'connection '",
    "GARBAGE, http, 1, 'the answer is not HTTP'",
    "DEMANDS_BASIC, http, 1, 'the proxy wants other credentials: 407'",
    "FORBIDS, http, 1, '403 Forbidden'",
    "BAD_GATEWAY, http, 1, '<b>nobody there</b>'",
    "CLOSES_AFTER_CONNECT, http, 1, '200 but with no content-type'",
    "DRIPS, http, 1, 'timeout: no byte moved for 2.0 s'",
    "ANSWERS_ITSELF, http, 1, '200 but with no content-type'",
    "NEVER_READS, http, 1, 'timeout: no byte moved for 2.0 s'",
    "RESETS, http, 1, 'connection reset by the peer'",
    "CUTS_THE_BODY, http, 1, 'connection '",
    "RESETS_THE_BODY, http, 1, 'connection '",
    "STALLS_THE_BODY, http, 1, 'timeout: no '",
    "CUTS, https, 0, 'the proxy '",
    "GARBAGE, https, 0, 'its answer is not HTTP'",
    "DEMANDS_BASIC, https, 0, 'the proxy wants other credentials: 407'",
    "DEMANDS_NEGOTIATE, https, 0, 'it offers Negotiate, NTLM, and only Basic is spoken here'",
    "FORBIDS, https, 0, '403 Not On My Watch'",
    "BAD_GATEWAY, https, 0, '502 Bad Gateway'",
    "CREATED, https, 0, '201 Created'",
    "NO_REASON, https, 0, '599 unknown status code'",
    "CLOSES_AFTER_CONNECT, https, 0, 'the peer closed the connection in the TLS handshake'",
    "DRIPS, https, 0, 'timeout in the TLS handshake'",
    "DRIPS_EACH_SECOND, https, 0, 'timeout in the TLS handshake'",
    "ANSWERS_ITSELF, https, 0, 'TLS'",
    "RESETS, https, 0, 'connection reset by the peer'",
    "CUTS, https, 1, 'the proxy '",
    "GARBAGE, https, 1, 'its answer is not HTTP'",
    "FORBIDS, https, 1, '403 Not On My Watch'",
    "BAD_GATEWAY, https, 1, '502 Bad Gateway'",
    "CLOSES_AFTER_CONNECT, https, 1, 'the peer closed the connection in the TLS handshake'",
    "RESETS, https, 1, 'connection reset by the peer'",
    "CUTS_THE_BODY, https, 1, 'connection '",
    "RESETS_THE_BODY, https, 1, 'connection '",
    "STALLS_THE_BODY, https, 1, 'timeout: no '"
  })
  void theUploadFailsAndTheArchiveIsKept(Conduct conduct, String scheme, int good, String words)
      throws Exception {
    Path archive = Files.write(folder.resolve("jflare-1.zip"), new byte[8_000_000]);
    IntakeOptions.Builder options = IntakeOptions.into(folder.resolve("in"));
    if (scheme.equals("https")) {
      options.tls(certificate.serverContext());
    }
    try (MisbehavingProxy proxy = MisbehavingProxy.startAfter(good, conduct);
        Intake intake = Intake.start(options.build(), IntakeListener.NONE, Log.NONE)) {
      CommandLineRun run =
          new CommandLineRun()
              .folder(folder)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_API_KEY", "0123456789abcdef0123456789abcdef")
              .env("DD_PROXY_HTTP", "http://me:s3cret@" + proxy.address())
              .env("DD_PROXY_HTTPS", "http://me:s3cret@" + proxy.address())
              .env("DD_JFLARE_TLS_CA_FILE", certificate.pem().toString())
              .env("DD_JFLARE_PROGRESS_TIMEOUT", "2s")
              .env("DD_JFLARE_ANSWER_TIMEOUT", "2s")
              .env("DD_TLS_HANDSHAKE_TIMEOUT", "2s")
              .env("DD_JFLARE_UPLOAD_BUDGET", "1ms");

      int exitCode = run.run("send", "jflare-1.zip", "4711", "--delete-archive");

      assertEquals(ExitCode.UPLOAD_FAILED, exitCode, run.err());
      assertTrue(run.err().contains(words), run.err());
      assertTrue(run.err().contains("send '" + archive + "' 4711"), run.err());
      assertFalse(run.err().contains("s3cret"), run.err());
      assertEquals("", run.out());
      assertTrue(proxy.heads().size() >= good, "so many went well before: " + proxy.heads());
    }
    assertTrue(Files.exists(archive));
    assertFalse(Files.exists(folder.resolve("in/4711/jflare-1.zip")));
  }
}
