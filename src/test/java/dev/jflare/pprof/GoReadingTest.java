package dev.jflare.pprof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as Go reads them; the expectations are what Go 1.19's strconv, url and path return. */
class GoReadingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7, 7",
    "+7, 7",
    "-7, -7",
    "007, 7",
    "9223372036854775807, 9223372036854775807"
  })
  void integers(String text, long value) {
    assertEquals(value, GoNumber.integer(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "1.0", "1e3", "0x1", "1_000", "9223372036854775808", "١"})
  void whatIsNoInteger(String text) {
    assertNull(GoNumber.integer(text));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "-3, -1", "0, 0", "-0, 0", "x, 0", "1.5, 0", "99999999999999999999, 1"})
  void signs(String text, int sign) {
    assertEquals(sign, GoNumber.signOf(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1.5, 1.5",
    ".5, 0.5",
    "5., 5",
    "+1e2, 100",
    "-2, -2",
    "0x1p4, 16",
    "Inf, Infinity",
    "-infinity, -Infinity",
    "1e-400, 0"
  })
  void decimals(String text, double value) {
    assertEquals(value, GoNumber.decimal(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "1f", "1d", " 1", "0x1", "1e400", ".", "e5"})
  void whatIsNoDecimal(String text) {
    assertNull(GoNumber.decimal(text));
  }

  @Test
  void valuesOfTheFormComeFirst_andOnlyWhereThereIsOne() {
    assertEquals("2", PprofRequest.of("POST", "/x?seconds=1", "seconds=2").value("seconds"));
    assertEquals(
        "1", PprofRequest.of("GET", "/x?seconds=1&seconds=3", "seconds=2").value("seconds"));
    assertEquals("", PprofRequest.of("GET", "/x?seconds=1;a=b&y=%zz", "").value("seconds"));
    assertEquals("a b+", PprofRequest.of("GET", "/x?y=a+b%2B", "").value("y"));
    assertEquals("", PprofRequest.of("GET", "/x?y", "").value("y"));
    assertEquals("/ä b+", PprofRequest.of("GET", "/%c3%a4%20b+?q=1", "").path());
    assertThrows(IllegalArgumentException.class, () -> PprofRequest.of("GET", "/%c", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "/, /",
    "/a/b/, /a/b/",
    "//a///b, /a/b",
    "/a/./b/../c, /a/c",
    "/.., /",
    "/a/.., /",
    "/a/../, /"
  })
  void paths(String path, String clean) {
    assertEquals(clean, PprofPath.clean(path));
  }

  @Test
  void locationsAreEscaped() {
    assertEquals("/a%20b%C3%A4%22?x=<", PprofPath.location("/a bä\"", "x=<"));
  }
}
