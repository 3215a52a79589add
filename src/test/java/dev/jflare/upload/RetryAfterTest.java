package dev.jflare.upload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-22T18:00:00Z");

  @ParameterizedTest(name = "{0} by a server at {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "0||0",
        "120||120",
        " 7 ||7",
        "999999999||999999999",
        "Sun, 22 Nov 2026 18:00:30 GMT||30",
        "Sun, 22 Nov 2026 18:00:30 GMT|Sun, 22 Nov 2026 17:59:30 GMT|60",
        "Sun, 22 Nov 2026 18:00:30 GMT|yesterday|30",
        "Sun, 22 Nov 2026 17:00:00 GMT||0",
      })
  void secondsAndDates(String header, String date, long seconds) {
    assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(header, date, NOW));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-1", "1.5", "soon", "9999999999", "1s"})
  void whatSaysNothing(String header) {
    assertNull(RetryAfter.parse(header, null, NOW));
  }

  @Test
  void aDateThatNoCalendarHas() {
    assertNull(RetryAfter.parse("Sun, 31 Feb 2026 18:00:30 GMT", null, NOW));
  }
}
