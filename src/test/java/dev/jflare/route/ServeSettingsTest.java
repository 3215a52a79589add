package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeSettingsTest {
  private static final String LISTEN = "jflare.pprof.listen";

  @Test
  void nothingIsServedUnlessAskedFor() throws Exception {
    assertNull(of());
    assertNull(of(LISTEN, " "));
    assertNull(of("jflare.pprof.token", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:6060, 127.0.0.1, 6060",
    "localhost:0,    localhost, 0",
    "[::1]:6060,     ::1,       6060",
    "127.1.2.3:1,    127.1.2.3, 1"
  })
  void loopbackNeedsNoMore(String listen, String host, int port) throws Exception {
    ServeSettings settings = of(LISTEN, listen);
    assertEquals(host, settings.host());
    assertEquals(port, settings.port());
    assertEquals(listen, settings.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:6060", "[::]:6060", "10.0.0.1:6060", "myhost:6060"})
  void beyondLoopbackClientsHaveToProveWhoTheyAre(String listen) throws Exception {
    String message = refusal(LISTEN, listen);
    assertTrue(message.contains(listen + " is not on loopback"), message);
    assertTrue(message.contains("jflare.pprof.token"), message);
    assertTrue(refusal(LISTEN, listen, "jflare.pprof.tls_cert_file", "x").contains("loopback"));

    of(LISTEN, listen, "jflare.pprof.token", "secret");
    of(
        LISTEN,
        listen,
        "jflare.pprof.tls_cert_file",
        "a.pem",
        "jflare.pprof.tls_client_ca_file",
        "b.pem");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6060",
        ":6060",
        "127.0.0.1",
        "127.0.0.1:",
        "a:b",
        "h:70000",
        "u@h:1",
        "h:1/x",
        "::1:6060",
        "a b:1"
      })
  void whatIsNoAddressIsNamed(String listen) {
    assertEquals(
        "jflare.pprof.listen \"" + listen + "\": expected HOST:PORT, such as 127.0.0.1:6060",
        refusal(LISTEN, listen));
  }

  @Test
  void certificatesOfClientsNeedTls() {
    String message = refusal(LISTEN, "127.0.0.1:1", "jflare.pprof.tls_client_ca_file", "x");
    assertTrue(message.contains("needs jflare.pprof.tls_cert_file"), message);
  }

  private static String refusal(String... options) {
    return assertThrows(IllegalArgumentException.class, () -> of(options)).getMessage();
  }

  private static ServeSettings of(String... options) throws Exception {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return ServeSettings.of(Settings.load(all, Map.of(), null));
  }
}
