package dev.jflare.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ResidentAgentTest {
  @Test
  void optionsArePairsSeparatedByCommas() {
    assertEquals(
        Map.of("site", "datadoghq.eu", "jflare.output", "/var/tmp/a=b"),
        ResidentAgent.parse("site=datadoghq.eu,jflare.output=/var/tmp/a=b"));
    assertEquals(Map.of(), ResidentAgent.parse(""));
  }

  @Test
  void aFileComesAfterAnAt() {
    assertEquals(Map.of("@", "/etc/jflare.yaml"), ResidentAgent.parse("@/etc/jflare.yaml"));
  }

  @Test
  void anOptionWithoutValueIsNamed() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ResidentAgent.parse("site=x,verbose"));
    assertTrue(e.getMessage().contains("\"verbose\""), e.getMessage());
  }

  @Test
  void theCoreIsAskedEarlyWhenSomethingMayHaveToStay() {
    assertTrue(Session.asksForIt(Map.of("jflare.pprof.listen", "127.0.0.1:0")));
    assertTrue(Session.asksForIt(Map.of("@", "/etc/jflare.yaml")));
    assertTrue(Session.asksForIt(Map.of("jflare.profile.continuous", "true")));
    assertFalse(Session.asksForIt(Map.of("site", "datadoghq.eu", "jflare.pprof", "x=y")));
  }

  @Test
  void aTextBecomesAJsonString() {
    assertEquals("\"a\\\"b\\\\c\\u000ad é\"", Quoted.json("a\"b\\c\nd é"));
    assertEquals("null", Quoted.json(null));
  }

  @Test
  void oneFlareAtATime() {
    assertEquals(null, Turn.take("the first"));
    try {
      String holder = Turn.take("the second");
      assertTrue(holder != null && holder.startsWith("the first since 20"), holder);
    } finally {
      Turn.leave();
    }
    assertEquals(null, Turn.holder());
  }
}
