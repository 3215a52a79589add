package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PprofEndpointTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://127.0.0.1:6060/debug/pprof, 127_0_0_1-6060, http://127.0.0.1:6060/debug/pprof/heap?x=1",
    "api=http://h:6060/debug/pprof/, api, http://h:6060/debug/pprof/heap?x=1",
    "http://h:6060, h-6060, http://h:6060/debug/pprof/heap?x=1",
    "https://h, h-443, https://h/debug/pprof/heap?x=1",
    "'my-api_1 = http://h/', my-api_1, http://h/debug/pprof/heap?x=1",
    "http://h/pprof?token=a=b, h-80, http://h/pprof/heap?x=1&token=a=b",
    "n=http://h?token=a, n, http://h/debug/pprof/heap?x=1&token=a",
    "http://[::1]:6060/p, _1-6060, http://[::1]:6060/p/heap?x=1",
    "unix:/run/my.app.sock, my_app_sock, http://localhost/debug/pprof/heap?x=1",
    "n=unix:/run/a:b.sock:/p/q, n, http://localhost/p/q/heap?x=1",
    "http://my_app:6060/p, my_app-6060, http://my_app:6060/p/heap?x=1",
  })
  void aNameAndAUrl(String text, String name, String heap) {
    PprofEndpoint endpoint = PprofEndpoint.parse(text);

    assertEquals(name, endpoint.name());
    assertEquals(heap, endpoint.profile("/heap?x=1").toString());
  }

  @ParameterizedTest(name = "text <{0}>")
  @CsvSource({
    "'', expected a URL with http or https",
    "127.0.0.1:6060, that is no URL",
    "host:6060, expected a URL with http or https",
    "a/b=http://h, a name has letters",
    "=http://h, a name has letters",
    "http://, that is no URL",
    "n=ftp://h/x, expected a URL with http or https",
    "http://h/x#y, a fragment",
    "http://u:secret@h:x/, no usable port",
    "unix:run/app.sock, expected unix:/path",
    "unix:, expected unix:/path",
  })
  void anythingElseIsRefusedByName(String text, String why) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> PprofEndpoint.parse(text));

    assertTrue(e.getMessage().startsWith("pprof endpoint \""), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
    assertFalse(e.getMessage().contains("secret"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "n=http://u:secret@h/p?k=secret, n=http://********@h/p",
    "unix:/run/a.sock, a_sock=unix:/run/a.sock:/debug/pprof",
  })
  void itIsPrintedWithoutCredentials(String text, String printed) {
    assertEquals(printed, PprofEndpoint.parse(text).toString());
  }
}
