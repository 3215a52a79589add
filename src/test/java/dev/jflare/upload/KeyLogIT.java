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
import dev.jflare.testing.Nginx;
import dev.jflare.testing.TestAuthority;
import dev.jflare.upload.FakeBackend.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A capture of an upload becomes readable with the key log, and only with it. */
class KeyLogIT {
  private static final Path TSHARK = Path.of("/usr/bin/tshark");

  @TempDir private Path folder;

  private final List<String> said = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCaptureIsReadableWithIt(String version) throws Exception {
    assumeTrue(Nginx.isHere(), "needs nginx (Debian's package)");
    assumeTrue(Files.isExecutable(TSHARK), "needs tshark (Debian's package)");
    Path capture = folder.resolve("capture.pcapng");
    Path keys = Files.writeString(folder.resolve("keys.log"), "# was here before\n");
    TestAuthority authority = TestAuthority.named("root");
    TestAuthority.write(authority.issue("localhost"), folder, "server");
    TlsSettings tls =
        TlsSettings.SYSTEM
            .withTrustFile(authority.pem(folder.resolve("ca.pem")))
            .withKeyLogFile(keys);
    try (FakeBackend backend = FakeBackend.start();
        Nginx nginx = Nginx.start(folder, backend.url(), "ssl_protocols " + version + ";")) {
      Process tshark = listen(nginx.port(), capture);
      try {
        UploadResult result = upload(backend, nginx.url("localhost"), tls);
        assertTrue(result.accepted(), result.error() + said);
        awaitQuiet(capture);
      } finally {
        tshark.destroy();
        assertTrue(tshark.waitFor(10, TimeUnit.SECONDS));
      }
      String plain = read(capture, nginx.port(), keys);
      assertTrue(plain.contains("name=\"flare_file\"; filename=\"jflare.zip\""), plain);
      assertTrue(plain.contains("the archive's bytes"), plain);
      assertFalse(read(capture, nginx.port(), folder.resolve("none")).contains("flare_file"));
    }
    String log = Files.readString(keys);
    assertTrue(log.startsWith("# was here before\n"), log);
    String label = version.equals("TLSv1.2") ? "\nCLIENT_RANDOM " : "\nCLIENT_TRAFFIC_SECRET_0 ";
    assertTrue(log.contains(label), log);
  }

  @Test
  void theFileIsForItsOwnerAlone_andOneThatCannotBeOpenedCostsOneWarning() throws Exception {
    Path keys = folder.resolve("new.log");
    open(TlsSettings.SYSTEM.withKeyLogFile(keys)).close();
    assumeTrue(Files.exists(keys), "no BoringSSL here: " + said);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)));

    Path nowhere = folder.resolve("none/keys.log");
    said.clear();
    open(TlsSettings.SYSTEM.withKeyLogFile(nowhere)).close();
    open(TlsSettings.SYSTEM.withKeyLogFile(nowhere)).close();
    assertEquals(1, said.size(), said::toString);
    assertTrue(
        said.get(0).startsWith("Failed to open " + nowhere + " for writing NSS keys: "),
        said::toString);
  }

  private HttpClient open(TlsSettings tls) throws Exception {
    Log log = (level, message, cause) -> said.add(message);
    return HttpClient.open(ProxySettings.NONE, tls, Timeouts.DEFAULT, log);
  }

  private UploadResult upload(FakeBackend backend, String url, TlsSettings tls) throws Exception {
    backend.toPost(Reply.json(200, "{\"case_id\":7}"));
    Path archive = Files.writeString(folder.resolve("jflare.zip"), "the archive's bytes");
    try (HttpClient client = open(tls)) {
      return new Uploader(client, Endpoint.at(url), Secret.of("key"), RetryPolicy.DEFAULT, Log.NONE)
          .upload(archive, UploadForm.newBuilder().caseId("7").build(), UploadListener.NONE);
    }
  }

  private Process listen(int port, Path capture) throws Exception {
    Path out = folder.resolve("tshark.out");
    Process tshark =
        new ProcessBuilder(
                TSHARK.toString(),
                "-i",
                "lo",
                "-f",
                "tcp port " + port,
                "-a",
                "duration:60",
                "-w",
                capture.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    for (int i = 0; i < 200 && !(Files.exists(capture) && Files.size(capture) > 0); i++) {
      if (tshark.waitFor(50, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    assumeTrue(tshark.isAlive(), () -> "tshark may not capture here");
    tshark.waitFor(500, TimeUnit.MILLISECONDS);
    return tshark;
  }

  /** The capture reaches its file in pieces, a moment after the packets. */
  private static void awaitQuiet(Path capture) throws Exception {
    long before = -1;
    for (int i = 0; i < 20 && before != Files.size(capture); i++) {
      before = Files.size(capture);
      TimeUnit.MILLISECONDS.sleep(700);
    }
  }

  private String read(Path capture, int port, Path keys) throws Exception {
    Process tshark =
        new ProcessBuilder(
                TSHARK.toString(),
                "-r",
                capture.toString(),
                "-o",
                "tls.keylog_file:" + keys,
                "-d",
                "tcp.port==" + port + ",tls",
                "-q",
                "-z",
                "follow,tls,ascii,0",
                "-z",
                "follow,tls,ascii,1")
            .redirectErrorStream(true)
            .start();
    String text = new String(tshark.getInputStream().readAllBytes());
    tshark.waitFor();
    return text;
  }
}
