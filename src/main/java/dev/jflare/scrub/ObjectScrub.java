package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Scrubs parsed YAML or JSON: by key first, then every string as a text (reference datadog-flare
 * 3.5). Values are maps, lists, strings, numbers, booleans, null and whatever else a parser makes.
 */
final class ObjectScrub {
  /** How far to go. */
  enum Mode {
    /** As the Datadog Agent, with its gaps. */
    DATADOG,
    /** Every map is walked and every key that names a secret is masked. */
    STRICT
  }

  private final List<Rule> rules;
  private final Mode mode;
  private final Redaction redaction;
  private final BiFunction<String, Redaction, String> text;
  private final BiFunction<String, Redaction, String> line;
  private final Predicate<String> secretName;

  /**
   * @param text scrubs a string that may have several lines
   * @param line scrubs one line
   */
  ObjectScrub(
      List<Rule> rules,
      Mode mode,
      Redaction redaction,
      BiFunction<String, Redaction, String> text,
      BiFunction<String, Redaction, String> line) {
    this.rules = rules;
    this.mode = mode;
    this.redaction = redaction;
    this.text = text;
    this.line = line;
    this.secretName = mode == Mode.STRICT ? SecretNames::inProperty : name -> false;
  }

  /** One line; not counted, because the rule that asks for it counts the value as a whole. */
  String line(String value) {
    return line.apply(value, redaction.uncounted());
  }

  /** A scrubbed copy. */
  @Nullable
  Object scrub(@Nullable Object value) {
    return value instanceof String ? masked("", value) : walk(value);
  }

  private @Nullable Object walk(@Nullable Object value) {
    if (value instanceof Map) {
      return walkMap((Map<?, ?>) value);
    }
    if (value instanceof List) {
      return walkList((List<?>) value);
    }
    return value;
  }

  /** A list may be an argument vector; then an option decides about the item behind it. */
  private List<Object> walkList(List<?> list) {
    List<Object> out = new ArrayList<>();
    boolean secretNext = false;
    for (Object item : list) {
      boolean string = item instanceof String;
      out.add(secretNext && string ? optionValue((String) item) : scrub(item));
      secretNext =
          mode == Mode.STRICT
              && string
              && Arguments.namesSecret((String) item, 0, ((String) item).length());
    }
    return out;
  }

  private String optionValue(String value) {
    return redaction.mask(FloorRules.OPTION_VALUE, value);
  }

  private Object walkMap(Map<?, ?> map) {
    Map<Object, Object> out = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      Object value = entry.getValue();
      if (mode == Mode.DATADOG && opaque(value)) {
        // upstream decodes such a map to a type its walk does not know, but tests its key
        Object masked = key instanceof String ? masked((String) key, value) : value;
        out.put(key, masked instanceof Map ? value : masked);
      } else {
        out.put(key, masked(key instanceof String ? (String) key : String.valueOf(key), value));
      }
    }
    return out;
  }

  /** Whether a map has a key that is no string. */
  private static boolean opaque(@Nullable Object value) {
    return value instanceof Map
        && !((Map<?, ?>) value).keySet().stream().allMatch(key -> key instanceof String);
  }

  /** The value of an entry, or of a list's item when the key is empty. */
  @Nullable
  Object masked(String key, @Nullable Object value) {
    if (isHandle(value) && (mode == Mode.DATADOG || oneBracket((String) value))) {
      return value;
    }
    if (!key.isEmpty() && redaction.allows(key, String.valueOf(value))) {
      return value;
    }
    String lower = key.toLowerCase(Locale.ROOT);
    for (Rule rule : rules) {
      Predicate<String> test = rule.key;
      if (!key.isEmpty()
          && test != null
          && test.test(lower)
          && !rule.harmless.test(lower, String.valueOf(value))) {
        Object result = rule.value.mask(rule, value, this);
        return result instanceof String ? text.apply((String) result, redaction) : result;
      }
    }
    if (mode == Mode.STRICT && identifier(key, value)) {
      return value;
    }
    if (secretName.test(key) && secret(key, value)) {
      return masked(FloorRules.NAMED_VALUE, SecretNames.kind(key), value);
    }
    return value instanceof String ? text.apply((String) value, redaction) : walk(value);
  }

  /** What takes the place of a value as a whole, whatever its type is. */
  Object masked(Rule rule, SecretKind kind, @Nullable Object value) {
    return redaction.mask(rule, kind, String.valueOf(value));
  }

  /** A key of which some is shown. */
  String hidden(Rule rule, String key, String scrubbedKey) {
    return redaction.hide(rule, key, scrubbedKey);
  }

  private static boolean identifier(String key, @Nullable Object value) {
    return value instanceof String && Identifiers.value((String) value) && Identifiers.named(key);
  }

  /** Something behind the handle's end would be no handle but a secret. */
  private static boolean oneBracket(@Nullable String handle) {
    return handle != null && handle.indexOf(']') == handle.lastIndexOf(']');
  }

  /** Under a name that only sounds secret, switches and empty values stay readable. */
  private static boolean secret(String key, @Nullable Object value) {
    return value != null
        && !(value instanceof Boolean)
        && !"".equals(value)
        && !SecretNames.measure(key, value.toString());
  }

  /** An {@code additional_endpoints} that is neither map nor list; it may be JSON in a string. */
  @Nullable
  Object scalarOfEndpoints(Rule rule, @Nullable Object value) {
    return mode == Mode.STRICT && value != null ? masked(rule, rule.kind, value) : value;
  }

  /** Whether this is {@code ENC[name]}, blanks around it left out. */
  static boolean isHandle(@Nullable Object value) {
    if (!(value instanceof String)) {
      return false;
    }
    String text = (String) value;
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
      to--;
    }
    return text.startsWith("ENC[", from) && to > from + 4 && text.charAt(to - 1) == ']';
  }
}
