package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
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
  static final ValueMask API_KEY =
      (rule, value, objects) -> hideKey(rule, value, objects, objects::line);

  /** As {@link #API_KEY}, but the value is not scrubbed as a text before. */
  static final ValueMask APP_KEY =
      (rule, value, objects) -> hideKey(rule, value, objects, line -> line);

  /** Endpoint to keys: the keys go. A list is scrubbed as usual. */
  static final ValueMask ENDPOINTS = ValueMasks::endpoints;

  /** All but identity and license of a rule. */
  static final ValueMask SCANNING_RULES = ValueMasks::scanningRules;

  private ValueMasks() {}

  private static Object hideKey(
      Rule rule, @Nullable Object value, ObjectScrub objects, UnaryOperator<String> scrub) {
    if (!(value instanceof String)) {
      return objects.masked(rule, rule.kind, value);
    }
    String text = ((String) value).trim();
    return text.isEmpty() ? "" : objects.hidden(rule, text, scrub.apply(text));
  }

  private static @Nullable Object endpoints(
      Rule rule, @Nullable Object value, ObjectScrub objects) {
    if (value instanceof Map) {
      return maskLeaves(rule, value, objects);
    }
    if (value instanceof List) {
      return objects.scrub(value);
    }
    return objects.scalarOfEndpoints(rule, value);
  }

  private static @Nullable Object maskLeaves(
      Rule rule, @Nullable Object value, ObjectScrub objects) {
    if (value instanceof Map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((key, below) -> out.put(key, maskLeaves(rule, below, objects)));
      return out;
    }
    if (value instanceof List) {
      List<Object> out = new ArrayList<>();
      ((List<?>) value).forEach(below -> out.add(maskLeaves(rule, below, objects)));
      return out;
    }
    return value == null || ObjectScrub.isHandle(value)
        ? value
        : objects.masked(rule, rule.kind, value);
  }

  private static @Nullable Object scanningRules(
      Rule rule, @Nullable Object value, ObjectScrub objects) {
    if (value instanceof Map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      ((Map<?, ?>) value)
          .forEach(
              (key, below) ->
                  out.put(
                      key,
                      "id".equals(key) || "license".equals(key)
                          ? below
                          : objects.masked(rule, rule.kind, below)));
      return out;
    }
    if (value instanceof List) {
      List<Object> out = new ArrayList<>();
      ((List<?>) value).forEach(below -> out.add(scanningRules(rule, below, objects)));
      return out;
    }
    return value;
  }
}
