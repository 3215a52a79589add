package dev.jflare.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.lang.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theStrongestSourceWins() throws Exception {
    Path file = yaml("site: file", "hostname: file", "log_file: file", "unknown: {a: [1, {b: 2}]}");
    Settings settings =
        Settings.load(
            Map.of("site", "option"), Map.of("DD_SITE", "env", "DD_HOSTNAME", "env"), file);

    assertEquals("option", settings.string(Setting.SITE));
    assertEquals("env", settings.string(Setting.HOSTNAME));
    assertEquals("file", settings.string(Setting.LOG_FILE));
    assertEquals(Duration.ofSeconds(10), settings.duration(Setting.FLARE_PROVIDER_TIMEOUT));
    assertEquals("option site", settings.source(Setting.SITE));
    assertEquals("DD_HOSTNAME", settings.source(Setting.HOSTNAME));
    assertEquals(file + ":3", settings.source(Setting.LOG_FILE));
    assertEquals("default", settings.source(Setting.FLARE_PROVIDER_TIMEOUT));
    assertTrue(settings.isSet(Setting.LOG_FILE));
    assertFalse(settings.isSet(Setting.FLARE_PROVIDER_TIMEOUT));
  }

  @Test
  void aDatadogYamlWorksAsItIs() throws Exception {
    Path file =
        yaml(
            "# comment",
            "api_key: 0123456789abcdef0123456789abcdef",
            "proxy:",
            "  http: http://user:pass@p:3128",
            "  no_proxy:",
            "    - a.example",
            "    - 10.0.0.0/8",
            "logs_config: {use_http: true}",
            "skip_ssl_validation: true",
            "scrubber:",
            "  additional_keys: [one, two]",
            "tags:",
            "  - env:prod",
            "  - {nested: [1]}",
            "tls_handshake_timeout: 5s",
            "min_tls_version: TLSv1.3",
            "hostname:",
            "site: null");
    Settings settings = Settings.load(Map.of(), Map.of(), file);

    assertEquals(Secret.of("0123456789abcdef0123456789abcdef"), settings.secret(Setting.API_KEY));
    assertEquals("http://user:pass@p:3128", settings.secret(Setting.PROXY_HTTP).reveal());
    assertEquals(List.of("a.example", "10.0.0.0/8"), settings.list(Setting.NO_PROXY));
    assertTrue(settings.flag(Setting.SKIP_SSL_VALIDATION));
    assertEquals(List.of("one", "two"), settings.list(Setting.SCRUBBER_ADDITIONAL_KEYS));
    assertEquals(Duration.ofSeconds(5), settings.duration(Setting.TLS_HANDSHAKE_TIMEOUT));
    assertEquals("tlsv1.3", settings.string(Setting.MIN_TLS_VERSION));
    assertFalse(settings.isSet(Setting.HOSTNAME));
    assertFalse(settings.isSet(Setting.SITE));
    assertFalse(settings.toString().contains("0123"), settings.toString());
    assertFalse(settings.toString().contains("pass"), settings.toString());
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "DD_SKIP_SSL_VALIDATION, maybe, skip_ssl_validation (from DD_SKIP_SSL_VALIDATION): expected true or false",
    "DD_FLARE_PROVIDER_TIMEOUT, soon, flare_provider_timeout (from DD_FLARE_PROVIDER_TIMEOUT): \"soon\" is no duration",
  })
  void aWrongValueNamesKeySourceAndExpectation(String variable, String value, String message) {
    Exception e =
        assertThrows(
            SettingsException.class, () -> Settings.load(Map.of(), Map.of(variable, value), null));

    assertTrue(e.getMessage().startsWith(message), e.getMessage());
  }

  @Test
  void aWrongValueInAFileNamesTheLine() throws Exception {
    Path file = yaml("# one", "site: x", "tls_handshake_timeout: never");
    Exception e =
        assertThrows(SettingsException.class, () -> Settings.load(Map.of(), Map.of(), file));

    assertTrue(
        e.getMessage().startsWith("tls_handshake_timeout (from " + file + ":3): "), e.getMessage());
  }

  @Test
  void aBrokenFileIsNamedWithTheLineAndWithoutItsContent() throws Exception {
    Path file = yaml("site: x", "api_key: \"deadbeef", "next: [");
    Exception e =
        assertThrows(SettingsException.class, () -> Settings.load(Map.of(), Map.of(), file));

    assertTrue(e.getMessage().matches("(?s).*settings.yaml:[234]: not YAML: .*"), e.getMessage());
    assertFalse(e.getMessage().contains("deadbeef"), e.getMessage());
  }

  @Test
  void aListWhereOneValueBelongsIsAnError() throws Exception {
    Path file = yaml("site: [a, b]");
    Exception e =
        assertThrows(SettingsException.class, () -> Settings.load(Map.of(), Map.of(), file));

    assertEquals("site (from " + file + ":1): expected one value, got a list", e.getMessage());
  }

  @Test
  void anUnknownOptionIsAnErrorAndAMissingFile() {
    assertThrows(SettingsException.class, () -> Settings.load(Map.of("siet", "x"), Map.of(), null));
    assertThrows(
        SettingsException.class,
        () -> Settings.load(Map.of(), Map.of(), folder.resolve("absent.yaml")));
  }

  @Test
  void anEmptyOrCommentedFileSaysNothing() throws Exception {
    assertFalse(Settings.load(Map.of(), Map.of(), yaml("")).isSet(Setting.SITE));
    assertFalse(Settings.load(Map.of(), Map.of(), yaml("# site: x")).isSet(Setting.SITE));
  }

  @Test
  void anEmptyProxyVariableClearsWhatIsWeakerAndOtherEmptyVariablesDoNot() throws Exception {
    Path file = yaml("proxy: {https: 'http://file:1', http: 'http://file:2'}", "site: file");
    Settings settings =
        Settings.load(
            Map.of(),
            Map.of(
                "DD_PROXY_HTTPS",
                "",
                "HTTPS_PROXY",
                "http://env:1",
                "http_proxy",
                "http://env:2",
                "DD_SITE",
                ""),
            file);

    assertTrue(settings.secret(Setting.PROXY_HTTPS).isEmpty());
    assertEquals("DD_PROXY_HTTPS", settings.source(Setting.PROXY_HTTPS));
    assertEquals("http://env:2", settings.secret(Setting.PROXY_HTTP).reveal());
    assertEquals("file", settings.string(Setting.SITE));
  }

  @Test
  void noProxyIsSplitDifferentlyByItsTwoVariables() throws Exception {
    assertEquals(
        List.of("a", "b", "c"), noProxy(Map.of("DD_PROXY_NO_PROXY", " a, b  c,", "NO_PROXY", "z")));
    assertEquals(List.of("a", " b", ""), noProxy(Map.of("NO_PROXY", "a, b,", "no_proxy", "z")));
    assertEquals(List.of(""), noProxy(Map.of("no_proxy", "")));
  }

  @Test
  void theApiKeyMayComeFromAFileAndIsAsStrongAsWhoNamesIt() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "  fromfile\n");
    Map<String, String> option = Map.of("jflare.api_key_file", key.toString());
    Settings settings = Settings.load(option, Map.of("DD_API_KEY", "fromenv"), null);

    assertEquals("fromfile", settings.secret(Setting.API_KEY).reveal());
    assertEquals("option jflare.api_key_file", settings.source(Setting.API_KEY));
    Exception e =
        assertThrows(
            SettingsException.class,
            () -> Settings.load(Map.of("jflare.api_key_file", "/nowhere/key"), Map.of(), null));
    assertTrue(e.getMessage().contains("/nowhere/key"), e.getMessage());
  }

  @Test
  void aHandleOfASecretsBackendIsNoKey() throws Exception {
    Path file = yaml("api_key: ENC[my_key]");
    Settings settings = Settings.load(Map.of(), Map.of(), file);

    assertTrue(settings.secret(Setting.API_KEY).isEmpty());
    assertTrue(settings.warnings().get(0).startsWith("api_key (from " + file + ":1): ignored"));
  }

  @ParameterizedTest(name = "<{0}>")
  @CsvSource({
    "TLSv1.0, tlsv1.0, ",
    "tlsV1.3, tlsv1.3, ",
    "'', tlsv1.2, ",
    "1.2, tlsv1.2, Invalid `min_tls_version` \"1.2\"; using default",
    "ssl\"3\\, tlsv1.2, Invalid `min_tls_version` \"ssl\\\"3\\\\\"; using default",
  })
  void aWrongTlsVersionIsWarnedOf_andTheDefaultTaken(String text, String version, String warning)
      throws SettingsException {
    Settings settings = Settings.load(Map.of(), Map.of("DD_MIN_TLS_VERSION", text), null);

    assertEquals(version, settings.string(Setting.MIN_TLS_VERSION));
    assertEquals(warning == null ? List.of() : List.of(warning), settings.warnings());
  }

  @Test
  void whatIsSetCanBeHandedToAnotherProcess() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("settings.yaml"),
            "jflare:\n  tls_ca_file: ca.pem\n  logs: [a, b]\n  upload_budget: 90\n"
                + "site: datadoghq.eu\nskip_ssl_validation: t\nmin_tls_version: TLSv1.3\n");
    Path key = Files.writeString(folder.resolve("key"), "0123\n");
    Settings settings =
        Settings.load(
            Map.of("jflare.api_key_file", key.toString()),
            Map.of(
                "DD_PROXY_HTTP", "http://u:p@proxy:1",
                "DD_HTTP_DIAL_FALLBACK_DELAY", "-1ns",
                "DD_JFLARE_PPROF_TOKEN", "t0ken"),
            file);
    Map<String, String> options = settings.forAnotherProcess();
    assertEquals(
        Map.of(
            "api_key", "0123",
            "site", "datadoghq.eu",
            "proxy.http", "http://u:p@proxy:1",
            "http_dial_fallback_delay", "-1ns",
            "jflare.pprof.token", "t0ken",
            "skip_ssl_validation", "true",
            "min_tls_version", "tlsv1.3",
            "jflare.logs", "a,b",
            "jflare.upload_budget", "90000000000ns",
            "jflare.tls_ca_file", Path.of("ca.pem").toAbsolutePath().toString()),
        options);

    Settings there = Settings.load(options, Map.of("DD_SITE", "other"), null);
    for (Setting setting :
        settings.forAnotherProcess().keySet().stream().map(k -> Setting.named(k).get()).toList()) {
      assertTrue(there.isSet(setting), setting.key());
    }
    assertEquals(options, there.forAnotherProcess());

    Map<String, String> shared = new HashMap<>(options);
    shared.keySet().removeAll(Set.of("api_key", "proxy.http"));
    assertEquals(shared, settings.forAnotherUsersProcess());
  }

  @Test
  void anotherKindThanTheSettingsOwnIsAMistakeOfTheCaller() {
    Settings settings = Settings.defaults();

    assertThrows(IllegalArgumentException.class, () -> settings.flag(Setting.SITE));
    assertThrows(IllegalArgumentException.class, () -> settings.string(Setting.API_KEY));
  }

  @Test
  void everyDefaultIsReadable() {
    Settings settings = Settings.defaults();

    assertEquals("tlsv1.2", settings.string(Setting.MIN_TLS_VERSION));
    assertEquals(Duration.ofMinutes(5), settings.duration(Setting.ANSWER_TIMEOUT));
    assertTrue(settings.flag(Setting.SITE_AS_FQDN));
  }

  private static List<String> noProxy(Map<String, String> environment) throws SettingsException {
    return Settings.load(Map.of(), environment, null).list(Setting.NO_PROXY);
  }

  private Path yaml(String... lines) throws IOException {
    return Files.write(folder.resolve("settings.yaml"), List.of(lines));
  }
}
