package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationOptionTest {
  @ParameterizedTest
  @CsvSource({
    "10s, 10000000000",
    "1m30s, 90000000000",
    "1.5h, 5400000000000",
    ".5s, 500000000",
    "1h2m3s4ms5us6ns, 3723004005006",
    "7µs, 7000",
    "7μs, 7000",
    "1.s, 1000000000",
    "0s, 0"
  })
  void readsWhatGoReads(String text, long nanos) throws Exception {
    assertEquals(nanos, new DurationOption().convert(text).toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "10 s", "10S", "-5s", "1m30", "1,5s", "10sec", "٣s", "."})
  void refusesWhatHasNoUnitOrIsNoDuration(String text) {
    var refusal =
        assertThrows(TypeConversionException.class, () -> new DurationOption().convert(text));
    assertTrue(refusal.getMessage().contains("like 10s"), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999999h", "99999999999999999999999999s"})
  void refusesWhatDoesNotFit(String text) {
    assertThrows(TypeConversionException.class, () -> new DurationOption().convert(text));
  }
}
