package dev.jflare.scrape;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCheckTest {
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "0a003200, one sample type and one string",
    "0a0408011002320032036370753202 6e73, a type and strings",
    "0a0032004805 58ffffffffffffffffff01, numbers too: time and period",
  })
  void aProfile(String hex, String what) {
    assertDoesNotThrow(() -> ProfileCheck.check(bytes(hex)), what);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "'', no sample type",
    "3200, no sample type",
    "0a00, no string table",
    "0a0032016132 00, first string",
    "0a003205, cut short",
    "0a0032ffffffffffffffffff01, cut short",
    "0a0032008a0100, unknown field 17",
    "0a0032000d00000000, wire type 5",
    "3c68746d6c3e, not a pprof profile",
    "0a003200ff, cut short",
  })
  void noProfile(String hex, String why) {
    Exception e = assertThrows(IOException.class, () -> ProfileCheck.check(bytes(hex)));

    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
