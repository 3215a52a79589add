package dev.jflare.exchange;

import dev.jflare.json.Json;
import dev.jflare.scrub.KnownValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Secret values on their way from the agent to the command line: lines of JSON, each byte combined
 * with one byte of a random pad that is used once and never again. Whoever reads the file later
 * learns the length and nothing else, and the target needs no security provider for it: the first
 * use of one leaves {@code /dev/random} open in a JVM for ever.
 */
final class SealedValues {
  /** Enough for some thousand values; what does not fit stays behind. */
  static final int PAD_BYTES = 1 << 16;

  private SealedValues() {}

  /**
   * Seals values that follow on what was sealed before.
   *
   * @param at how much of the pad is used up
   * @return nothing when the pad is too short for all of them
   */
  static byte[] seal(List<KnownValue> values, byte[] pad, int at) {
    StringBuilder lines = new StringBuilder();
    for (KnownValue value : values) {
      Map<String, String> line = new TreeMap<>();
      line.put("kind", value.kind());
      line.put("value", value.value());
      lines.append(Json.line(line)).append('\n');
    }
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    return bytes.length > pad.length - at ? new byte[0] : combined(bytes, pad, at);
  }

  /** As value and kind; a line that is none, because the file is damaged, ends the list. */
  static List<String[]> open(byte[] sealed, byte[] pad) {
    List<String[]> values = new ArrayList<>();
    if (sealed.length > pad.length) {
      return values;
    }
    String text = new String(combined(sealed, pad, 0), StandardCharsets.UTF_8);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      try {
        Map<String, Object> value = Json.readObject(line);
        values.add(new String[] {Json.text(value, "value", ""), Json.text(value, "kind", "other")});
      } catch (IOException damaged) {
        break;
      }
    }
    return values;
  }

  private static byte[] combined(byte[] bytes, byte[] pad, int at) {
    byte[] out = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[i] = (byte) (bytes[i] ^ pad[at + i]);
    }
    return out;
  }
}
