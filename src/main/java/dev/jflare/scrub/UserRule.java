package dev.jflare.scrub;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One item of {@code jflare.scrub.custom} or {@code jflare.scrub.allow}, checked. */
final class UserRule {
  private static final Set<String> FIELDS =
      new HashSet<>(Arrays.asList("id", "kind", "literal", "regex", "key", "files"));
  private static final int SHORTEST_LITERAL = 3;

  final String id;
  final SecretKind kind;
  final @Nullable String literal;
  final @Nullable UserPattern regex;
  final @Nullable UserKey key;
  private final List<PathGlob> files = new ArrayList<>();

  /**
   * @param where names the item in messages: {@code jflare.scrub.custom, item 2}
   * @throws IllegalArgumentException when something of it is wrong
   */
  UserRule(String where, String otherwiseId, Map<String, Object> item) {
    for (String field : item.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new IllegalArgumentException(
            where
                + ": there is no \""
                + field
                + "\"; expected id, kind, literal, regex, key, files");
      }
    }
    String given = text(where, item, "id");
    this.id = given == null ? otherwiseId : given;
    this.kind = kind(where, text(where, item, "kind"));
    this.literal = text(where, item, "literal");
    String expression = text(where, item, "regex");
    String name = text(where, item, "key");
    if (Collections.frequency(Arrays.asList(literal, expression, name), null) != 2) {
      throw new IllegalArgumentException(
          where + " (" + id + "): expected exactly one of literal, regex and key");
    }
    if (literal != null && literal.length() < SHORTEST_LITERAL) {
      throw new IllegalArgumentException(
          where
              + " ("
              + id
              + "): expected a literal of at least "
              + SHORTEST_LITERAL
              + " characters");
    }
    this.regex = expression == null ? null : pattern(where + " (" + id + "): ", expression);
    this.key = name == null ? null : new UserKey(name);
    Object globs = item.get("files");
    if (globs instanceof Collection) {
      ((Collection<?>) globs).forEach(glob -> files.add(new PathGlob(String.valueOf(glob))));
    } else if (globs != null) {
      files.add(new PathGlob(String.valueOf(globs)));
    }
  }

  /**
   * @param setting the name of the setting, for messages
   * @param items JSON objects
   * @throws IllegalArgumentException when one of them is wrong; the message names it
   */
  static List<UserRule> all(String setting, List<String> items) {
    List<UserRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String where = setting + ", item " + (i + 1);
      UserRule rule = new UserRule(where, "custom " + (i + 1), object(where, items.get(i)));
      if (!ids.add(rule.id)) {
        throw new IllegalArgumentException(where + ": the id \"" + rule.id + "\" is there already");
      }
      rules.add(rule);
    }
    return rules;
  }

  private static Map<String, Object> object(String where, String json) {
    try {
      return Json.readObject(json);
    } catch (IOException noObject) {
      throw new IllegalArgumentException(
          where + ": expected keys and values, one of literal, regex and key among them", noObject);
    }
  }

  private static @Nullable String text(String where, Map<String, Object> item, String field) {
    Object value = item.get(field);
    if (value instanceof Collection || value instanceof Map) {
      throw new IllegalArgumentException(where + ": expected one text for \"" + field + "\"");
    }
    return value == null || value.toString().isEmpty() ? null : value.toString();
  }

  private static SecretKind kind(String where, @Nullable String word) {
    if (word == null) {
      return SecretKind.OTHER;
    }
    List<String> words = new ArrayList<>();
    for (SecretKind kind : SecretKind.values()) {
      words.add(kind.word());
      if (kind.word().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        where + ": there is no kind \"" + word + "\"; expected " + String.join(", ", words));
  }

  private static UserPattern pattern(String where, String expression) {
    try {
      return UserPattern.of(expression);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(where + wrong.getMessage(), wrong);
    }
  }

  /**
   * Whether it counts in a text that has these paths: its entry's, its file's; without a path only
   * what is for all files counts.
   */
  boolean isFor(String... paths) {
    return files.isEmpty()
        || Arrays.stream(paths).anyMatch(path -> files.stream().anyMatch(f -> f.matches(path)));
  }

  boolean forSomeFiles() {
    return !files.isEmpty();
  }

  /**
   * @param where names the setting, for messages
   * @throws IllegalArgumentException when its expression can take exponential time
   */
  void probe(String where) {
    try {
      if (regex != null) {
        regex.probe();
      }
    } catch (IllegalArgumentException slow) {
      throw new IllegalArgumentException(where + " (" + id + "): " + slow.getMessage(), slow);
    }
  }

  /** The rule that masks what this says. */
  Rule rule() {
    Rule.Builder rule = Rule.named(id, kind, "the configuration").about("configured by the user");
    UserKey name = key;
    if (name != null) {
      return rule.text(name.finder()).key(name::matches).build();
    }
    if (regex != null) {
      return rule.shape().text(regex).build();
    }
    String text = KeyPatterns.bytesOf(String.valueOf(literal));
    rule.shape().text(literal(text, String.valueOf(literal)));
    // beyond ASCII a text has characters or bytes; only the finder knows both
    return (text.equals(literal) ? rule.hints(text) : rule).build();
  }

  /** Texts come with one character for each byte, and single strings as they are. */
  private static Finder literal(String bytes, String characters) {
    return (text, from, match) -> {
      int at = text.indexOf(bytes, from);
      int other = bytes.equals(characters) ? -1 : text.indexOf(characters, from);
      if (other >= 0 && (at < 0 || other < at)) {
        return match.all(other, other + characters.length());
      }
      return at >= 0 && match.all(at, at + bytes.length());
    };
  }

  /** Whether the characters at this place are allowed to stay. */
  boolean allows(String text, int from, int to) {
    if (regex != null) {
      return regex.covers(text, from, to);
    }
    if (key != null) {
      return key.before(text, from);
    }
    String written = String.valueOf(literal);
    return covers(text, from, to, written) || covers(text, from, to, KeyPatterns.bytesOf(written));
  }

  private static boolean covers(String text, int from, int to, String word) {
    int first = Math.max(0, to - word.length());
    for (int at = text.indexOf(word, first);
        at >= 0 && at <= from;
        at = text.indexOf(word, at + 1)) {
      if (at + word.length() >= to) {
        return true;
      }
    }
    return false;
  }
}
