package dev.jflare.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a \"quoted\" line\nand ünïcode \u0001");
    value.put("number", 1L << 40);
    value.put("fraction", 2.5);
    value.put("flag", true);
    value.put("nothing", null);
    value.put("list", Arrays.asList("x", null, List.of(), Map.of()));
    assertEquals(value, Json.readObject(Json.line(value)));
    assertEquals(value, Json.readObject(Json.pretty(value)));
    assertEquals(
        List.of("text", "number", "fraction", "flag", "nothing", "list"),
        List.copyOf(Json.readObject(Json.line(value)).keySet()));
  }

  @Test
  void aLineIsOneLine() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("a", "x\ny");
    value.put("b", List.of(1));
    assertEquals("{\"a\":\"x\\ny\",\"b\":[1]}", Json.line(value));
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (String text : List.of("", "{", "{}x", "[1,]", "nope", "{\"a\":1}{}")) {
      assertThrows(IOException.class, () -> Json.read(text), text);
    }
    assertThrows(IOException.class, () -> Json.readObject("[1]"));
  }

  @Test
  void membersHaveFallbacks() {
    Map<String, Object> value = Map.of("n", 7L, "t", "x");
    assertEquals(7, Json.number(value, "n", 0));
    assertEquals(3, Json.number(value, "t", 3));
    assertEquals("x", Json.text(value, "t", ""));
    assertEquals("none", Json.text(value, "u", "none"));
    assertEquals(List.of(), Json.list(value, "t"));
    assertEquals(Map.of(), Json.object(value, "t"));
  }
}
