package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeAddressTest {
  @Test
  void hostAndPort_areRead() {
    assertEquals("localhost", IntakeAddress.parse("localhost:8126").host());
    assertEquals(8126, IntakeAddress.parse("localhost:8126").port());
    assertEquals("::1", IntakeAddress.parse("[::1]:0").host());
    assertEquals("[::1]:0", IntakeAddress.parse("[::1]:0").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8126", ":8126", "host", "host:", "host:x", "host:65536", "::1:80"})
  void anythingElse_isRefusedWithItsText(String wrong) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> IntakeAddress.parse(wrong));
    assertEquals(
        "listen address \"" + wrong + "\": expected HOST:PORT, such as 127.0.0.1:8126",
        e.getMessage());
  }
}
