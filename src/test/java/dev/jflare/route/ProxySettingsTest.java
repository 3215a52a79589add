package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jflare.lang.Secret;
import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxySettingsTest {
  private static final URI TARGET = URI.create("https://app.datadoghq.com./support/flare");

  @Test
  void withoutAProxyAllIsDirectAndCloudMetadataAreExceptions() throws SettingsException {
    ProxySettings settings = settings(Map.of());

    assertSame(ProxyRoute.DIRECT, settings.routeTo(TARGET));
    assertEquals(List.of("169.254.169.254", "100.100.100.200"), settings.exceptions());
    assertEquals(List.of(), settings(Map.of("use_proxy_for_cloud_metadata", "true")).exceptions());
  }

  @ParameterizedTest(name = "exception \"{0}\": {1}")
  @CsvSource({
    "'app.datadoghq.com.', DIRECT",
    "'app.datadoghq.com', HTTP",
    "'datadoghq.com.', HTTP",
    "'*', HTTP",
  })
  void exceptionsAreTakenAsWritten(String exception, ProxyRoute.Kind kind)
      throws SettingsException {
    Map<String, String> options =
        Map.of("proxy.https", "http://p:3128", "proxy.no_proxy", exception);

    assertEquals(kind, settings(options).routeTo(TARGET).kind());
  }

  @ParameterizedTest(name = "{0} {1} {2}: {3}")
  @CsvSource({
    "proxy.https, http://p:3128, false, 'proxy.https, from option proxy.https'",
    "proxy.http, http://p:3128, false, no proxy is set in proxy.https",
    "proxy.https, '', false, 'no proxy is set in proxy.https, from option proxy.https'",
    "proxy.no_proxy, app.datadoghq.com., false,"
        + " 'proxy.no_proxy has app.datadoghq.com., from option proxy.no_proxy'",
    "proxy.no_proxy, '*', true, 'proxy.no_proxy has *, from option proxy.no_proxy'",
    "proxy.no_proxy, '10.0.0.0/8,.COM.', true,"
        + " 'proxy.no_proxy has .com., from option proxy.no_proxy'",
    "fips.enabled, true, false, 'fips.enabled is true, so proxies are ignored'",
  })
  void theReasonIsTheSettingThatDecided(String key, String value, String nonexact, String reason)
      throws SettingsException {
    Map<String, String> options = new HashMap<>();
    if (!key.equals("proxy.http")) {
      options.put("proxy.https", "http://me:secret@p:3128");
    }
    options.put(key, value);
    options.put("no_proxy_nonexact_match", nonexact);

    assertEquals(reason, settings(options).reasonFor(TARGET));
  }

  @Test
  void theReasonMayBeARule() throws SettingsException {
    Map<String, String> options = new HashMap<>();
    options.put("proxy.http", "http://p:3128");
    assertEquals(
        "the metadata address of a cloud (use_proxy_for_cloud_metadata)",
        settings(options).reasonFor(URI.create("http://169.254.169.254")));
    URI loopback = URI.create("http://127.0.0.1:6060");
    assertEquals(
        "programs on loopback are scraped without a proxy",
        settings(options).sparingLoopback().reasonFor(loopback));
    options.put("no_proxy_nonexact_match", "true");
    assertEquals(
        "loopback is reached without a proxy (no_proxy_nonexact_match)",
        settings(options).reasonFor(loopback));
  }

  @Test
  void aPortIsPartOfTheHostAsWritten() throws SettingsException {
    ProxySettings settings =
        settings(Map.of("proxy.http", "http://p:3128", "proxy.no_proxy", "127.0.0.1:8080"));

    assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("http://127.0.0.1:8080/x")));
    assertFalse(settings.routeTo(URI.create("http://127.0.0.1:8081/x")).isDirect());
    assertSame(ProxyRoute.DIRECT, settings.routeTo(URI.create("https://127.0.0.1:8081/x")));
  }

  @Test
  void aProxyIsReadWithItsCredentials() throws SettingsException {
    ProxyRoute route =
        settings(Map.of("proxy.https", "socks5://me:p%40ss@p.example")).routeTo(TARGET);

    assertEquals(
        ProxyRoute.through(ProxyRoute.Kind.SOCKS5, "p.example", 1080, "me", Secret.of("p@ss")),
        route);
    assertFalse(route.toString().contains("ss"), route.toString());
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1:3128", "proxy:3128", "'http://u:secret@'", "'http://a b:secret@c'"})
  void aProxyWithoutSchemeOrHostIsAnError(String proxy) throws SettingsException {
    ProxySettings settings = settings(Map.of("proxy.https", proxy));
    Exception e = assertThrows(IllegalArgumentException.class, () -> settings.routeTo(TARGET));

    assertFalse(e.toString().contains("secret"), e.toString());
  }

  @Test
  void fipsSwitchesProxiesOff() throws SettingsException {
    Map<String, String> options = new HashMap<>(Map.of("proxy.https", "http://p:3128"));
    options.put("fips.enabled", "true");

    assertSame(ProxyRoute.DIRECT, settings(options).routeTo(TARGET));
    assertEquals(List.of(), settings(options).exceptions());
    assertEquals(
        List.of("'fips.enabled' has been set to true. Ignoring proxy setting."),
        settings(options).notes());
  }

  private static ProxySettings settings(Map<String, String> options) throws SettingsException {
    return ProxySettings.of(Settings.load(options, Map.of(), null));
  }
}
