package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.settings.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The choice and what is said about it, in the Datadog Agent's words. */
class ProxyChoiceTest {
  private static final String PROXY = "http://me:secret@p:3128";

  private final List<String> said = new ArrayList<>();
  private final Log log = (level, message, cause) -> said.add(level + " " + message);

  @TempDir private Path folder;

  @Test
  void aProxyThatWillBeIgnored_isToldOnceForEachHost() throws Exception {
    ProxyChoice choice = choice(Map.of("proxy.https", PROXY, "proxy.no_proxy", "example.com"));
    for (int i = 0; i < 3; i++) {
      assertFalse(choice.to(URI.create("https://a.example.com/x?key=k")).isDirect());
    }
    choice.to(URI.create("https://b.example.com/"));
    assertFalse(choice.to(URI.create("https://other.test/")).isDirect());

    assertEquals(
        List.of(
            "WARN Deprecation warning: the HTTP request to https://a.example.com/x uses proxy"
                + " http://********@p:3128 but will ignore the proxy when the Agent configuration"
                + " option no_proxy_nonexact_match defaults to true in a future agent version."
                + " Please adapt the Agent\u2019s proxy configuration accordingly",
            "WARN Deprecation warning: the HTTP request to https://b.example.com/ uses proxy"
                + " http://********@p:3128 but will ignore the proxy when the Agent configuration"
                + " option no_proxy_nonexact_match defaults to true in a future agent version."
                + " Please adapt the Agent\u2019s proxy configuration accordingly"),
        said);
  }

  @Test
  void aProxyThatWillBeUsed_isTold() throws Exception {
    ProxyChoice choice = choice(Map.of("proxy.https", PROXY, "proxy.no_proxy", "[2001:db8::1]"));

    assertSame(ProxyRoute.DIRECT, choice.to(URI.create("https://[2001:db8::1]/")));
    assertEquals(
        List.of(
            "WARN Deprecation warning: the HTTP request to https://[2001:db8::1]/ does not use a"
                + " proxy but will use: http://********@p:3128 when the Agent configuration option"
                + " no_proxy_nonexact_match defaults to true in a future agent version."),
        said);
  }

  @Test
  void nonexactMatching_saysNothing() throws Exception {
    ProxyChoice choice =
        choice(
            Map.of(
                "proxy.https",
                "p:3128",
                "proxy.no_proxy",
                "example.com",
                "no_proxy_nonexact_match",
                "true"));

    assertSame(ProxyRoute.DIRECT, choice.to(URI.create("https://a.example.com/")));
    assertSame(ProxyRoute.DIRECT, choice.to(URI.create("https://127.0.0.1/")));
    assertEquals("p", choice.to(URI.create("https://other.test/")).host());
    assertEquals(List.of(), said);
  }

  @Test
  void otherSchemesAreDirect() throws Exception {
    ProxyChoice choice = choice(Map.of("proxy.http", PROXY));

    assertSame(ProxyRoute.DIRECT, choice.to(URI.create("ftp://example.com/")));
    assertEquals(List.of("WARN Proxy configuration do not support scheme 'ftp'"), said);
  }

  @Test
  void loopbackCanBeSpared_inBothModes() throws Exception {
    for (String nonexact : List.of("true", "false")) {
      ProxySettings settings =
          ProxySettings.of(
                  Settings.load(
                      Map.of("proxy.http", PROXY, "no_proxy_nonexact_match", nonexact),
                      Map.of(),
                      null))
              .sparingLoopback();

      assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("http://127.0.0.1:6060/debug")));
      assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("http://localhost:6060/debug")));
      assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("http://[::1]:6060/debug")));
      assertFalse(settings.routeTo(URI.create("http://10.0.0.1:6060/debug")).isDirect());
    }
  }

  @Test
  void theEnvironmentReplacesTheFile_andAnEmptyVariableClears() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("datadog.yaml"),
            "proxy:\n  http: http://file:1\n  https: http://file:1\n  no_proxy: [from.file]\n");
    ProxySettings settings =
        ProxySettings.of(
            Settings.load(
                Map.of(),
                Map.of(
                    "DD_PROXY_HTTPS", "",
                    "HTTPS_PROXY", "http://hidden:1",
                    "http_proxy", "http://lower:1",
                    "NO_PROXY", "a.test, b.test"),
                file));
    new ProxyChoice(settings, log);

    assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("https://x.test/")));
    assertEquals("lower", settings.routeTo(URI.create("http://x.test/")).host());
    assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("http://a.test/")));
    assertEquals("lower", settings.routeTo(URI.create("http://b.test/")).host());
    assertEquals(
        List.of("a.test", " b.test", "169.254.169.254", "100.100.100.200"), settings.exceptions());
    assertEquals(
        List.of(
            "INFO Found 'HTTP_PROXY' env var, using it for the Agent proxy settings",
            "INFO Found 'DD_PROXY_HTTPS' env var, using it for the Agent proxy settings",
            "INFO Found 'NO_PROXY' env var, using it for the Agent proxy settings"),
        said);
  }

  @Test
  void cloudMetadataAreReachedDirectly() throws Exception {
    ProxyChoice choice = choice(Map.of("proxy.http", PROXY));

    assertTrue(choice.to(URI.create("http://169.254.169.254/latest")).isDirect());
    assertFalse(
        choice(Map.of("proxy.http", PROXY, "use_proxy_for_cloud_metadata", "true"))
            .to(URI.create("http://169.254.169.254/latest"))
            .isDirect());
  }

  private ProxyChoice choice(Map<String, String> options) throws Exception {
    return new ProxyChoice(ProxySettings.of(Settings.load(options, Map.of(), null)), log);
  }
}
