package dev.jflare.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.check.Diagnosis.Reach;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.scrape.PprofTokens;
import dev.jflare.settings.Settings;
import dev.jflare.testing.FullBacklog;
import dev.jflare.testing.JflareThreads;
import dev.jflare.testing.MisbehavingProxy;
import dev.jflare.testing.MisbehavingServer;
import dev.jflare.testing.RealProxy;
import dev.jflare.testing.ScriptedServer;
import dev.jflare.time.Deadline;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step fails once, with the setting to change; what comes after it is not reached. */
class DiagnosisTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final Map<String, String> options = new HashMap<>();
  private final List<Step> steps = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void nothingIsLeft() {
    assertEquals(List.of(), JflareThreads.alive());
  }

  @Test
  void everyStepOfAWayThatIsOpen() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(404, date("-PT2M"))) {
      options.put("api_key", KEY);
      assertNull(run(server.url()));

      assertEquals(
          List.of("settings", "API key", "route", "lookup", "connect", "answer", "clock"), names());
      assertTrue(steps.stream().allMatch(step -> step.outcome() == StepOutcome.OK), shown());
      assertEquals("set, from option api_key, ends in cdef", step("API key").detail());
      assertEquals("directly: no proxy is set in proxy.http", step("route").detail());
      assertEquals(404, step("answer").facts().get("status"));
      assertTrue(step("clock").detail().contains(" s ahead of the destination's"), shown());
      assertTrue(server.heads().get(0).contains(KEY), "as the upload does");
    }
  }

  @Test
  void aClockThatIsWrong() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(404, date("PT1H"))) {
      assertNull(run(server.url()));

      assertEquals(StepOutcome.WARN, step("clock").outcome());
      assertTrue(step("clock").detail().contains(" s behind the destination's"), shown());
      assertTrue(step("clock").advice().contains("time has to be set"), shown());
    }
  }

  @Test
  void aShortKeyIsNotShown_andNoneIsAWarning() throws Exception {
    options.put("api_key", "short-secret");
    diagnose("http://a.test", Reach.SETTINGS);
    assertEquals("set, from option api_key", step("API key").detail());
    options.remove("api_key");
    diagnose("http://a.test", Reach.SETTINGS);
    assertEquals(StepOutcome.WARN, step("API key").outcome());
  }

  @Test
  void lookup() throws Exception {
    options.put("jflare.dial_timeout", "5s");
    assertFails("lookup", "http://no-such-host.invalid", "no-such-host.invalid", "proxy.http");
    assertEquals(List.of("connect", "answer"), notReached());
  }

  @Test
  void connecting() throws Exception {
    String url = "https://127.0.0.1:" + RealProxy.freePort();
    assertFails("connect", url, "connection refused", "dd_url has to name");
    assertEquals(List.of("TLS", "answer"), notReached());
  }

  @Test
  void connectingToWhatDropsEverything() throws Exception {
    try (FullBacklog deaf = FullBacklog.open()) {
      options.put("jflare.dial_timeout", "300ms");
      String url = deaf.url("http").toString();
      assertFails("connect", url, "timeout while connecting", "jflare.dial_timeout is the limit");
    }
  }

  @Test
  void connectingToAProxyThatIsDown() throws Exception {
    String address = "127.0.0.1:" + RealProxy.freePort();
    options.put("proxy.https", "http://me:secret@" + address);
    assertFails("connect", "https://a.test", "at the proxy: connection refused", "proxy.https has");
    assertEquals("proxy.https, from option proxy.https", reason());
    assertEquals(List.of("proxy", "TLS", "answer"), notReached());
  }

  @Test
  void aProxySettingThatIsNoUrl() throws Exception {
    options.put("proxy.https", "10.0.0.1:secret");
    assertFails("route", "https://a.test", "Could not parse the proxy URL", "proxy.https has");
    assertEquals(List.of("lookup", "connect", "TLS", "answer"), notReached());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "STALLS, no answer from the proxy within 0.3 s, jflare.proxy_timeout is the limit",
    "GARBAGE, its answer is not HTTP, proxy.https has to be",
    "DEMANDS_BASIC, 407, user:password",
    "FORBIDS, 403, proxy.no_proxy",
    "BAD_GATEWAY, 502, the proxy's own way out",
  })
  void theProxysHandshake(MisbehavingProxy.Conduct conduct, String detail, String advice)
      throws Exception {
    try (MisbehavingProxy proxy = MisbehavingProxy.start(conduct)) {
      options.put("proxy.https", "http://me:secret@" + proxy.address());
      options.put("jflare.proxy_timeout", "300ms");
      assertFails("proxy", "https://a.test", detail, advice);
      assertEquals(List.of("TLS", "answer"), notReached());
    }
  }

  @Test
  void tlsToAProxyThatSpeaksNone() throws Exception {
    try (ScriptedServer proxy = ScriptedServer.start()) {
      options.put("proxy.https", proxy.url().toString().replace("http:", "https:"));
      options.put("tls_handshake_timeout", "300ms");
      assertFails("proxy TLS", "https://a.test", "tls_handshake_timeout", "proxy.https");
      assertEquals(List.of("proxy", "TLS", "answer"), notReached());
    }
  }

  @Test
  void tlsToAPortThatSpeaksSomethingElse() throws Exception {
    try (MisbehavingServer mail = MisbehavingServer.start(MisbehavingServer.Conduct.GREETS)) {
      String url = mail.url().replace("http:", "https:");
      assertFails("TLS", url, "something else: \"220 mail", "min_tls_version");
      assertEquals(List.of("answer"), notReached());
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "401, '', api_key (DD_API_KEY",
    "403, '', api_key (DD_API_KEY",
    "500, '', try again later",
    "405, '', dd_url or site",
  })
  void theAnswer(int status, String headers, String advice) throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(status, headers)) {
      assertFails("answer", server.url().toString(), status + " Word", advice);
    }
  }

  @Test
  void anAnswerThatIsTheProxys() throws Exception {
    try (ScriptedServer proxy =
        ScriptedServer.start().say(403, "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n")) {
      options.put("proxy.http", proxy.url().toString());
      assertFails("answer", "http://a.test", "by the proxy 127.0.0.1", "whoever runs the proxy");
    }
  }

  @Test
  void aRedirectIsAHopOfItsOwn_andAForeignOneIsRefused() throws Exception {
    try (ScriptedServer server = ScriptedServer.start()) {
      server.say(302, "Location: /elsewhere\r\n").nextConnection();
      server.say(302, "Location: http://other.test/\r\n");
      Step obstacle = run(server.url());

      assertNotNull(obstacle);
      assertEquals("redirect", obstacle.name(), shown());
      assertEquals(server.url() + "/elsewhere", obstacle.url());
      assertTrue(obstacle.detail().contains("the API key is only sent to"), shown());
      assertEquals(2, names().stream().filter("route"::equals).count());
    }
  }

  @Test
  void theTimeForAllSteps() throws Exception {
    try (MisbehavingServer mute =
        MisbehavingServer.start(MisbehavingServer.Conduct.NEVER_ANSWERS)) {
      options.put("dd_url", mute.url());
      Step obstacle =
          diagnosis(endpoint("http://127.0.0.1:9"))
              .run(Reach.NETWORK, Deadline.after(Duration.ofSeconds(2)));

      assertNotNull(obstacle);
      assertEquals(StepOutcome.NO_TIME, obstacle.outcome(), shown());
      Step last = steps.get(steps.size() - 1);
      assertEquals("127_0_0_1-9", last.target());
      assertFalse(last.outcome() == StepOutcome.OK, shown());
    }
  }

  @Test
  void aPprofEndpointThatIsDownIsNoObstacle() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(200, "")) {
      options.put("dd_url", server.url().toString());
      String down = "http://localhost:" + RealProxy.freePort();
      assertNull(
          diagnosis(endpoint(down)).run(Reach.NETWORK, Deadline.after(Duration.ofSeconds(20))));

      Step failed =
          steps.stream().filter(s -> s.outcome() == StepOutcome.FAILED).findFirst().orElseThrow();
      assertEquals(down + "/debug/pprof/", failed.url());
      assertTrue(failed.advice().startsWith("--pprof has to name a server"), shown());
    }
  }

  @Test
  void withoutTheNetworkNobodyIsAsked() throws Exception {
    try (ScriptedServer server = ScriptedServer.start().say(200, "")) {
      options.put("skip_ssl_validation", "true");
      diagnose(server.url().toString(), Reach.SETTINGS);

      assertEquals(List.of(), server.heads());
      assertEquals(List.of("lookup", "connect", "answer"), notReached());
      assertTrue(step("connect").detail().contains("not to contact anybody"), shown());
      assertTrue(shown().contains("skip_ssl_validation is set, from option"), shown());
    }
  }

  private void assertFails(String name, String url, String detail, String advice) throws Exception {
    Step obstacle = run(URI.create(url));
    assertNotNull(obstacle, shown());
    assertEquals(name, obstacle.name(), shown());
    assertEquals(StepOutcome.FAILED, obstacle.outcome());
    assertTrue(obstacle.detail().contains(detail), obstacle.detail());
    assertTrue(obstacle.advice().contains(advice), obstacle.advice());
    assertFalse(shown().contains("secret"), shown());
  }

  private Step run(URI url) throws Exception {
    return diagnose(url.toString(), Reach.NETWORK);
  }

  private Step diagnose(String url, Reach reach) throws Exception {
    options.put("dd_url", url);
    steps.clear();
    return diagnosis(List.of()).run(reach, Deadline.after(Duration.ofSeconds(30)));
  }

  private Diagnosis diagnosis(List<PprofEndpoint> endpoints) throws Exception {
    return new Diagnosis(
        Settings.load(options, Map.of(), null), endpoints, PprofTokens.NONE, steps::add);
  }

  private static List<PprofEndpoint> endpoint(String url) {
    return List.of(PprofEndpoint.parse(url));
  }

  private List<String> names() {
    return steps.stream().map(Step::name).toList();
  }

  private List<String> notReached() {
    return steps.stream()
        .filter(step -> step.outcome() == StepOutcome.NOT_REACHED)
        .map(Step::name)
        .toList();
  }

  private Step step(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }

  private String reason() {
    String detail = step("route").detail();
    return detail.substring(detail.indexOf(": ") + 2);
  }

  private String shown() {
    StepText text = new StepText();
    return String.join("\n", steps.stream().flatMap(step -> text.lines(step).stream()).toList());
  }

  private static String date(String ahead) {
    ZonedDateTime then = ZonedDateTime.now(ZoneOffset.UTC).plus(Duration.parse(ahead));
    return "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(then) + "\r\n";
  }
}
