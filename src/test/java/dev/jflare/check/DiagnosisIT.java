package dev.jflare.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Settings;
import dev.jflare.testing.Nginx;
import dev.jflare.testing.TestAuthority;
import dev.jflare.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to nginx that fails in ways a person has to tell apart. */
class DiagnosisIT {
  @TempDir private Path folder;

  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());
  private TestAuthority authority;
  private Path trusted;

  @BeforeEach
  void anAuthority() throws Exception {
    assumeTrue(Nginx.isHere(), "nginx is not installed");
    authority = TestAuthority.named("Border CA");
    trusted = authority.pem(folder.resolve("ca.pem"));
  }

  @Test
  void aCertificateThatHasExpired_isShown() throws Exception {
    Instant now = Instant.now();
    TestAuthority.write(
        authority.issue(now.minus(Duration.ofDays(3)), now.minus(Duration.ofDays(2)), "localhost"),
        folder,
        "server");
    Step obstacle = run("", Map.of());

    assertTrue(obstacle.detail().contains("has expired on"), obstacle.detail());
    assertTrue(obstacle.more().get(0).contains("by \"CN=Border CA\""), obstacle.more().toString());
    assertTrue(obstacle.more().get(0).contains("expired 2 days ago"), obstacle.more().toString());
    assertTrue(obstacle.more().get(1).matches("sha256 +([0-9A-F]{2}:){31}[0-9A-F]{2}"));
  }

  @Test
  void aCertificateForAnotherHost() throws Exception {
    TestAuthority.write(authority.issue("other.test"), folder, "server");
    Step obstacle = run("", Map.of());

    assertTrue(obstacle.detail().contains("it is for other.test, not for localhost"));
  }

  @Test
  void noVersionInCommon() throws Exception {
    TestAuthority.write(authority.issue("localhost"), folder, "server");
    Step obstacle = run("ssl_protocols TLSv1.2;", Map.of("min_tls_version", "tlsv1.3"));

    assertTrue(obstacle.advice().contains("min_tls_version"), obstacle.advice());
  }

  @Test
  void aClientCertificateIsWanted_isTheServersAnswer() throws Exception {
    TestAuthority.write(authority.issue("localhost"), folder, "server");
    Step obstacle = run("ssl_verify_client on; ssl_client_certificate ca.pem;", Map.of());

    assertEquals("answer", obstacle.name(), "nginx says so in HTTP: " + obstacle.detail());
    assertTrue(obstacle.detail().startsWith("400"), obstacle.detail());
  }

  private Step run(String directives, Map<String, String> more) throws Exception {
    try (Nginx nginx = Nginx.start(folder, "http://127.0.0.1:1", directives)) {
      Map<String, String> options = new HashMap<>(more);
      options.put("dd_url", nginx.url("localhost"));
      options.put("jflare.tls_ca_file", trusted.toString());
      Step obstacle =
          new Diagnosis(
                  Settings.load(options, Map.of(), null), List.of(), PprofTokens.NONE, steps::add)
              .run(Reach.NETWORK, Deadline.after(Duration.ofSeconds(30)));
      assertNotNull(obstacle);
      assertEquals(StepOutcome.FAILED, obstacle.outcome());
      return obstacle;
    }
  }
}
