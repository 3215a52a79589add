package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jflare.log.Log;
import dev.jflare.net.Intake;
import dev.jflare.net.IntakeListener;
import dev.jflare.net.IntakeOptions;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.MisbehavingServer.Conduct;
import dev.jflare.testing.Nginx;
import dev.jflare.testing.RealProxy;
import dev.jflare.testing.TargetJvm;
import dev.jflare.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar looks at real servers and proxies, and puts what it finds into flares. */
class CheckIT {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @Test
  void throughSquidToNginx_everyStepIsTold() throws Exception {
    assumeTrue(Nginx.isHere(), "nginx is not installed");
    TestCertificate certificate = certificate();
    try (Intake intake = intake();
        Nginx nginx = Nginx.start(folder, intake.uri().toString(), "ssl_protocols TLSv1.3;");
        RealProxy squid = RealProxy.squidWithBasic(folder)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_API_KEY", KEY)
              .env("DD_DD_URL", nginx.url("localhost"))
              .env("DD_JFLARE_TLS_CA_FILE", certificate.pem().toString())
              .env("DD_PROXY_HTTPS", "http://" + RealProxy.CREDENTIALS + squid.address())
              .start("check", "--json")
              .expect(ExitCode.OK);
      assertEquals(
          "through the HTTP proxy " + squid.address() + ": proxy.https, from DD_PROXY_HTTPS",
          step(cli, "route").get("detail").asText());
      assertEquals("ok", step(cli, "proxy").get("outcome").asText());
      JsonNode tls = step(cli, "TLS");
      assertEquals("TLSv1.3", tls.get("protocol").asText());
      JsonNode leaf = tls.get("certificates").get(0);
      assertEquals("\"CN=jflare test\"", leaf.get("issuer").asText());
      assertEquals("warn", tls.get("outcome").asText(), "it expires tomorrow");
      assertTrue(tls.get("advice").asText().contains("renew"), tls::toString);
      assertEquals(200, step(cli, "answer").get("status").asInt());
      assertEquals("as the destination's", step(cli, "clock").get("detail").asText());
      assertShowsNoSecret(cli);
    }
  }

  @Test
  void squidWantsCredentials() throws Exception {
    try (RealProxy squid = RealProxy.squidWithBasic(folder)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", "https://app.datadoghq.test")
              .env("DD_PROXY_HTTPS", "http://" + squid.address())
              .start("check", "--json")
              .expect(ExitCode.UPLOAD_FAILED);
      assertEquals("proxy", cli.result().get("failedStep").asText());
      assertTrue(
          step(cli, "proxy").get("advice").asText().contains("http://user:password@"), cli.out());
      assertEquals("not reached", step(cli, "TLS").get("outcome").asText());
    }
  }

  @Test
  void squidSaysNoToAForwardedRequest() throws Exception {
    try (RealProxy squid = RealProxy.squidThatDenies(folder)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", "http://app.datadoghq.test")
              .env("DD_PROXY_HTTP", "http://" + squid.address())
              .start("check", "--json")
              .expect(ExitCode.UPLOAD_FAILED);
      JsonNode answer = step(cli, "answer");
      assertTrue(
          answer.get("detail").asText().contains("itself: X-Squid-Error ERR_ACCESS_DENIED"),
          cli.out());
      assertTrue(answer.get("advice").asText().contains("whoever runs the proxy"), cli.out());
    }
  }

  @Test
  void anAuthorityThatNobodyKnows() throws Exception {
    assumeTrue(Nginx.isHere(), "nginx is not installed");
    certificate();
    try (Nginx nginx = Nginx.start(folder, "http://127.0.0.1:1", "")) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", nginx.url("localhost"))
              .start("check")
              .expect(ExitCode.UPLOAD_FAILED);
      assertTrue(cli.out().contains("-> jflare.tls_ca_file"), cli.out());
      assertTrue(cli.out().contains("by \"CN=jflare test\", valid"), "its chain is shown");
    }
  }

  @Test
  void ctrlC() throws Exception {
    try (MisbehavingServer mute = MisbehavingServer.start(Conduct.NEVER_ANSWERS);
        AttachJar cli =
            AttachJar.in(folder).env("DD_DD_URL", mute.url()).start("check", "--json")) {
      cli.awaitOutput("\"step\":\"connect\"");
      cli.interrupt();
      cli.expect(ExitCode.INTERRUPTED);
      assertEquals(ExitCode.INTERRUPTED, cli.result().get("exitCode").asInt());
    }
  }

  @Test
  void aFlareThatIsSent_hasTheDiagnosis() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        Intake intake = intake();
        RealProxy squid = RealProxy.squidWithBasic(folder)) {
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_API_KEY", KEY)
              .env("DD_DD_URL", intake.uri().toString())
              .env("DD_PROXY_HTTP", "http://" + RealProxy.CREDENTIALS + squid.address())
              .start(target.pid(), "--only", "process,diagnose", "-p", 10, "--send", "--json")
              .expect(ExitCode.OK);
      FlareZip flare = FlareZip.read(Path.of(cli.result().get("archive").asText()));
      String text = flare.text("diagnose.log");
      // a machine that is busy enough has no time for all of it, and the file says so
      assertTrue(
          text.contains("An upload gets through to the destination.")
              || text.contains("no time left"),
          text);
      assertTrue(text.contains(squid.address() + ": proxy.http, from DD_PROXY_HTTP"), text);
      assertTrue(text.contains("ends in cdef"), text);
      assertFalse(text.contains(KEY) || text.contains("word"), text);
      assertShowsNoSecret(cli);
    }
  }

  @Test
  void aFlareThatIsNotSent_asksNobody() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        MisbehavingServer watcher = MisbehavingServer.start(Conduct.CLOSES)) {
      AttachJar.Builder jar = AttachJar.in(folder).env("DD_DD_URL", watcher.url());
      for (String option : new String[] {"--no-upload", "--json"}) {
        AttachJar cli =
            jar.start(target.pid(), "--only", "process,diagnose", option).expect(ExitCode.OK);
        String archive =
            option.equals("--json") ? cli.result().get("archive").asText() : cli.out().trim();
        String text = FlareZip.read(Path.of(archive)).text("diagnose.log");
        assertTrue(text.contains("not to contact anybody"), text);
        assertTrue(text.contains("directly: no proxy is set in proxy.http"), text);
      }
      assertEquals(0, watcher.connections());
    }
  }

  @Test
  void aDestinationThatStalls_costsAFlareSecondsAtMost() throws Exception {
    try (TargetJvm target = TargetJvm.of("Busy").arguments("parks").start();
        MisbehavingServer mute = MisbehavingServer.start(Conduct.NEVER_ANSWERS)) {
      long start = System.nanoTime();
      AttachJar cli =
          AttachJar.in(folder)
              .env("DD_DD_URL", mute.url())
              .env("DD_JFLARE_ANSWER_TIMEOUT", "2s")
              .env("DD_JFLARE_UPLOAD_BUDGET", "1s")
              .start(target.pid(), "--only", "process,diagnose", "-p", 0, "--send", "--json")
              .expect(ExitCode.UPLOAD_FAILED);
      String text =
          FlareZip.read(Path.of(cli.result().get("archive").asText())).text("diagnose.log");
      assertTrue(text.contains("jflare.answer_timeout") || text.contains("no time left"), text);
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "it hung");
    }
  }

  private static JsonNode step(AttachJar cli, String name) {
    return cli.events().stream()
        .filter(event -> event.path("step").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + name + " in " + cli.out()));
  }

  private static void assertShowsNoSecret(AttachJar cli) {
    String said = cli.out() + cli.err();
    assertFalse(said.contains("ss:word") || said.contains("word@") || said.contains(KEY), said);
  }

  /** As nginx wants it: server.pem and server.key in the folder. */
  private TestCertificate certificate() throws Exception {
    TestCertificate certificate = TestCertificate.make(folder, "dns:localhost");
    certificate.pem();
    certificate.keyPem();
    return certificate;
  }

  private Intake intake() throws IOException {
    IntakeOptions options = IntakeOptions.into(folder.resolve("in")).build();
    return Intake.start(options, IntakeListener.NONE, Log.NONE);
  }
}
