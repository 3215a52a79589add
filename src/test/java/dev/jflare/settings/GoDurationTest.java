package dev.jflare.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "30s, PT30S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "250ms, PT0.25S",
    "7us, PT0.000007S",
    "7µs, PT0.000007S",
    "7ns, PT0.000000007S",
    "1h0m0s, PT1H",
  })
  void goWritesItLikeThis(String text, Duration duration) {
    assertEquals(duration, GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "-1s", "s", "1d", "1 s", "1s ", "1.2.3s", "99999999999h", "1e3s"})
  void anythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> GoDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"30, PT30S", "0, PT0S", "1.5, PT1.5S", "10000000000, PT10S", "15s, PT15S"})
  void aSettingMayBeANumberOfSecondsOrLikeInGoOfNanoseconds(String text, Duration duration) {
    assertEquals(duration, GoDuration.parseSetting(text));
  }
}
