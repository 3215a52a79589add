package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.route.ProxySettings;
import dev.jflare.route.TlsSettings;
import dev.jflare.settings.Settings;
import dev.jflare.testing.GoProgram;
import dev.jflare.testing.TestAuthority;
import dev.jflare.time.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Go programs that do not give their profiles to everybody. */
class GuardedEndpointsGoTest {
  @TempDir static Path folder;

  private static Path program;

  @BeforeAll
  static void build() throws Exception {
    program = GoProgram.build("pprofguarded", folder);
  }

  @Test
  void passwordAndTokenAtTheSameTime() throws Exception {
    try (GoProgram basic = GoProgram.start(program, "-user", "ops:p@ss");
        GoProgram bearer = GoProgram.start(program, "-token", "t0ken")) {
      RecordedEvidence evidence =
          scrape(
              TlsSettings.SYSTEM,
              "basic=http://ops:p%40ss@" + basic.address(),
              "bearer=http://" + bearer.address());

      assertEquals(Map.of(), evidence.gaps());
      assertEquals(10, evidence.profiles().size());
      assertTrue(evidence.texts().get("profiles/basic-vars.json").contains("memstats"));
      assertFalse(evidence.notes().toString().contains("ss@"), evidence.notes()::toString);
    }
  }

  @Test
  void refusalsSayWhatToSet() throws Exception {
    try (GoProgram basic = GoProgram.start(program, "-user", "ops:right");
        GoProgram bearer = GoProgram.start(program, "-token", "other")) {
      RecordedEvidence evidence =
          scrape(
              TlsSettings.SYSTEM,
              "none=http://" + basic.address(),
              "wrong=http://ops:left@" + basic.address(),
              "bearer=http://" + bearer.address());

      assertEquals(9, evidence.gaps().size(), "three profiles each and nothing more");
      String none = evidence.gaps().get("profiles/none-1st-heap.pprof");
      assertTrue(none.contains("401 Unauthorized (credentials go into the URL"), none);
      String wrong = evidence.gaps().get("profiles/wrong-1st-heap.pprof");
      assertTrue(wrong.endsWith("401 Unauthorized (it wants other credentials than it was given)"));
      assertFalse(evidence.gaps().toString().contains("left"), evidence.gaps()::toString);
      String bearerGap = evidence.gaps().get("profiles/bearer-1st-heap.pprof");
      assertTrue(bearerGap.contains("403 Forbidden (it wants other"), bearerGap);
      assertFalse(evidence.gaps().toString().contains("t0ken"), evidence.gaps()::toString);
    }
  }

  @Test
  void overTls() throws Exception {
    TestAuthority authority = TestAuthority.named("pprof authority");
    Path pem = TestAuthority.write(authority.issue("localhost"), folder, "pprof");
    Path trusted = authority.pem(folder.resolve("authority.pem"));
    try (GoProgram server =
        GoProgram.start(
            program,
            "-user",
            "ops:right",
            "-cert",
            pem.toString(),
            "-key",
            folder.resolve("pprof.key").toString())) {
      String port = server.address().substring(server.address().lastIndexOf(':'));
      String url = "n=https://ops:right@localhost" + port;
      Map<String, String> options = Map.of("jflare.tls_ca_file", trusted.toString());
      TlsSettings tls = TlsSettings.of(Settings.load(options, Map.of(), null));

      assertEquals(Set.of(), scrape(tls, url).gaps().keySet());
      RecordedEvidence strange = scrape(TlsSettings.SYSTEM, url);
      assertEquals(Set.of(), strange.profiles().keySet());
      String gap = strange.gaps().get("profiles/n-1st-heap.pprof");
      assertTrue(gap.contains("certificate"), gap);
    }
  }

  @Test
  void overAUnixSocket() throws Exception {
    Path sockets = Files.createTempDirectory("jf"); // the path of a socket is short
    Path socket = sockets.resolve("app.sock");
    try (GoProgram server = GoProgram.start(program, "-unix", socket.toString())) {
      assertEquals(socket.toString(), server.address());
      RecordedEvidence evidence = scrape(TlsSettings.SYSTEM, "unix:" + socket);

      assertEquals(Map.of(), evidence.gaps());
      assertTrue(evidence.profiles().containsKey("profiles/app_sock-1st-heap.pprof"));
      assertEquals(
          "app_sock=unix:" + socket + ":/debug/pprof", evidence.notes().get("endpoint.app_sock"));
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(sockets);
    }
  }

  @Test
  void aSocketThatIsNotThere() throws Exception {
    Path socket = folder.resolve("none.sock");
    RecordedEvidence evidence = scrape(TlsSettings.SYSTEM, "n=unix:" + socket);

    assertEquals(3, evidence.gaps().size());
    String gap = evidence.gaps().get("profiles/n-1st-heap.pprof");
    assertTrue(gap.contains(socket.toString()), gap);
  }

  private static RecordedEvidence scrape(TlsSettings tls, String... endpoints) throws Exception {
    RecordedEvidence evidence = new RecordedEvidence();
    List<PprofEndpoint> parsed = Stream.of(endpoints).map(PprofEndpoint::parse).toList();
    boolean bearer = parsed.stream().anyMatch(endpoint -> endpoint.name().equals("bearer"));
    PprofTokens tokens =
        bearer ? new PprofTokens(List.of("bearer=env:T"), name -> "t0ken") : PprofTokens.NONE;
    new PprofScraper(parsed, 0, ProxySettings.NONE, tls, Log.NONE, tokens)
        .collect(evidence, Deadline.after(Duration.ofSeconds(30)));
    return evidence;
  }
}
