package dev.jflare.lang;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HexTest {
  @Test
  void everyByte_hasTheDigitsThatTheJdkGivesIt() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    assertEquals(HexFormat.of().formatHex(all), Hex.of(all));
    assertEquals("", Hex.of(new byte[0]));
  }
}
