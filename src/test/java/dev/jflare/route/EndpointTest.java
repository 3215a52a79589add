package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jflare.settings.Settings;
import dev.jflare.settings.SettingsException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  @ParameterizedTest(name = "site \"{0}\"")
  @CsvSource({
    "'', https://0-1-0-flare.agent.datadoghq.com./support/flare",
    "datadoghq.eu, https://0-1-0-flare.agent.datadoghq.eu./support/flare",
    "' us3.datadoghq.com ', https://0-1-0-flare.agent.us3.datadoghq.com./support/flare",
    "ddog-gov.com, https://0-1-0-flare.agent.ddog-gov.com./support/flare",
    "flares.example.com, https://app.flares.example.com/support/flare",
    "notdatadoghq.com, https://app.notdatadoghq.com/support/flare",
    "bücher.example, https://app.xn--bcher-kva.example/support/flare",
  })
  void aSiteBecomesItsAppHost(String site, String target) throws SettingsException {
    Endpoint endpoint = Endpoint.of(settings(Map.of("site", site)));

    assertEquals(target, endpoint.target("0.1.0", "").toString());
  }

  @Test
  void theFinalDotCanBeSwitchedOff() throws SettingsException {
    Endpoint endpoint =
        Endpoint.of(
            settings(Map.of("site", "datadoghq.com", "convert_dd_site_fqdn.enabled", "false")));

    assertEquals(
        "https://0-1-0-flare.agent.datadoghq.com/support/flare",
        endpoint.target("0.1.0", null).toString());
  }

  @Test
  void ddUrlWinsAndIsTakenAsItIs() throws SettingsException {
    Endpoint endpoint =
        Endpoint.of(settings(Map.of("site", "datadoghq.eu", "dd_url", "http://127.0.0.1:8080/")));

    assertEquals(
        "http://127.0.0.1:8080//support/flare/77", endpoint.target("0.1.0", "77").toString());
  }

  @ParameterizedTest
  @CsvSource({"12/x?y, /12/x?y", "a b, /a%20b", "Ä, /%C3%84", "7%41, /7%41"})
  void aCaseIdIsNotEscapedButForWhatNoUrlMayHold(String caseId, String path) {
    URI target = Endpoint.at("http://h").target("0.1.0", caseId);

    assertEquals("http://h/support/flare" + path, target.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://h", "h:8080", "http://", "http://h h", "http:///x"})
  void whatIsNoWebAddressIsRefused(String url) {
    assertThrows(IllegalArgumentException.class, () -> Endpoint.at(url));
  }

  @Test
  void aRefusalDoesNotShowThePassword() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Endpoint.at("http://user:secret@h h/x?key=secret"));

    assertFalse(e.toString().contains("secret"), e.toString());
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "https://a.example, https://A.example.:444/x, true",
    "https://a.example, https://b.example, false",
    "https://app.datadoghq.com., https://7-1-1-flare.agent.us5.datadoghq.com, true",
    "https://app.datadoghq.com, https://app.datadoghq.eu, false",
    "https://app.datadoghq.com, https://datadoghq.com.evil.example, false",
    "https://app.datadoghq.com, https://evildatadoghq.com, false",
    "https://a.example.com, https://b.example.com, false",
    "http://127.0.0.1:1, http://localhost:1, false",
  })
  void theKeyStaysInTheDomain(String mine, String theirs, boolean same) {
    assertEquals(same, Endpoint.sameDomain(URI.create(mine), URI.create(theirs)));
  }

  private static Settings settings(Map<String, String> options) throws SettingsException {
    return Settings.load(options, Map.of(), null);
  }
}
