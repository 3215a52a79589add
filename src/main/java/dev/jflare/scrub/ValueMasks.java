package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What becomes of the values under the keys that have a rule of their own (reference datadog-flare
 * 3.5).
 */
final class ValueMasks {
  /** Keeps the last characters, more of them the longer the key is. */
  static final ValueMask API_KEY = (value, objects) -> hideKey(value, objects::line);

  /** As {@link #API_KEY}, but the value is not scrubbed as a text before. */
  static final ValueMask APP_KEY = (value, objects) -> hideKey(value, line -> line);

  /** Endpoint to keys: the keys go. A list is scrubbed as usual. */
  static final ValueMask ENDPOINTS = ValueMasks::endpoints;

  /** All but identity and license of a rule. */
  static final ValueMask SCANNING_RULES = (value, objects) -> scanningRules(value);

  private ValueMasks() {}

  private static Object hideKey(@Nullable Object value, UnaryOperator<String> scrub) {
    if (!(value instanceof String)) {
      return Ascii.MASK;
    }
    String text = ((String) value).trim();
    return text.isEmpty() ? "" : hide(scrub.apply(text));
  }

  /** Stars of the same length in bytes, with 0 to 4 of the last bytes shown. */
  static String hide(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= 4) {
      return Ascii.MASK;
    }
    int shown = bytes.length < 8 ? 1 : bytes.length < 16 ? 2 : bytes.length < 32 ? 3 : 4;
    int hidden = bytes.length - shown;
    return Ascii.stars(hidden) + new String(bytes, hidden, shown, StandardCharsets.UTF_8);
  }

  private static @Nullable Object endpoints(@Nullable Object value, ObjectScrub objects) {
    if (value instanceof Map) {
      return maskLeaves(value);
    }
    if (value instanceof List) {
      return objects.scrub(value);
    }
    return objects.scalarOfEndpoints(value);
  }

  private static @Nullable Object maskLeaves(@Nullable Object value) {
    if (value instanceof Map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, below) -> out.put(key, maskLeaves(below)));
      return out;
    }
    if (value instanceof List) {
      List<Object> out = new ArrayList<>();
      ((List<?>) value).forEach(below -> out.add(maskLeaves(below)));
      return out;
    }
    return value == null || ObjectScrub.isHandle(value) ? value : Ascii.MASK;
  }

  private static @Nullable Object scanningRules(@Nullable Object value) {
    if (value instanceof Map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (key, below) ->
                  out.put(key, "id".equals(key) || "license".equals(key) ? below : Ascii.MASK));
      return out;
    }
    if (value instanceof List) {
      List<Object> out = new ArrayList<>();
      ((List<?>) value).forEach(below -> out.add(scanningRules(below)));
      return out;
    }
    return value;
  }
}
