package dev.jflare.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "http://h, h, h, 80",
    "https://h, h, h, 443",
    "https://h:8443/p, h:8443, h, 8443",
    "https://app.datadoghq.com., app.datadoghq.com., app.datadoghq.com, 443",
    "http://[::1]:6060, [::1]:6060, ::1, 6060",
    "http://u:p@my_app:81, my_app:81, my_app, 81",
    "http://h:, h, h, 80",
  })
  void hostAndPort(URI url, String shown, String bare, int port) {
    Authority authority = Authority.of(url);

    assertEquals(shown, authority.toString());
    assertEquals(bare, authority.bareHost());
    assertEquals(port, authority.portFor(url.getScheme()));
  }

  @Test
  void aLookupKeepsTheFinalDot() {
    assertEquals("a.example.", Authority.of(URI.create("http://a.example.")).lookupName());
    assertEquals("::1", Authority.of(URI.create("http://[::1]")).lookupName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mailto:a@b", "http://u@:80", "http://my_app:99999", "http://my_app:x"})
  void withoutHostOrWithAWrongPort(String url) {
    assertThrows(IllegalArgumentException.class, () -> Authority.of(URI.create(url)));
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:p@h/x?key=1, http://********@h/x",
    "http://u:p/w@h/x, http://********@h/x",
    "u:p@h:1, ********@h:1",
    "https://h/a@b, https://********@b",
    "http://h#f, http://h",
    "nothing, nothing",
  })
  void aPrintedUrlHasNoPassword(String url, String shown) {
    assertEquals(shown, PrintableUrl.of(url));
  }
}
