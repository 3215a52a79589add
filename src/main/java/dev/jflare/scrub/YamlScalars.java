package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** What a plain scalar means and when a string needs quotes, by the rules of Go's yaml.v3. */
final class YamlScalars {
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");
  private static final Pattern TIMESTAMP =
      Pattern.compile(
          "([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
              + "(?:(?:[Tt]|[ \\t]+)([0-9]{1,2}):([0-9]{2}):([0-9]{2})(\\.[0-9]{1,9})?"
              + "[ \\t]*(Z|[-+][0-9]{1,2}(?::[0-9]{2})?)?)?");
  private static final Set<String> NULLS = set("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = set("true", "True", "TRUE");
  private static final Set<String> FALSE = set("false", "False", "FALSE");

  /** Words that YAML 1.1 takes for booleans; yaml.v3 quotes them for the sake of older readers. */
  private static final Set<String> OLD_BOOLEANS =
      set(
          "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off",
          "OFF");

  private YamlScalars() {}

  private static Set<String> set(String... words) {
    return new HashSet<>(Arrays.asList(words));
  }

  /** A point in time as it is to be written. */
  static final class Moment {
    private final String text;

    Moment(String text) {
      this.text = text;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Moment && ((Moment) other).text.equals(text);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The tag of every scalar that has neither quotes nor a tag of its own. */
  static final Tag PLAIN = new Tag("tag:jflare.dev,2026:plain");

  private static final Set<Tag> TYPED =
      new HashSet<>(Arrays.asList(PLAIN, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP));

  /** Leaves the meaning of plain scalars to this class; SnakeYAML would take them for YAML 1.1. */
  static final class PlainResolver extends Resolver {
    @Override
    public Tag resolve(NodeId kind, String value, boolean implicit) {
      boolean plain = kind == NodeId.scalar && implicit;
      return plain ? PLAIN : super.resolve(kind, value, implicit);
    }
  }

  static boolean isMerge(Node key) {
    return key.getTag().equals(PLAIN) && ((ScalarNode) key).getValue().equals("<<");
  }

  static @Nullable Object value(ScalarNode node) {
    if (node.getTag().equals(Tag.BINARY)) {
      return binary(node.getValue());
    }
    return TYPED.contains(node.getTag()) ? resolve(node.getValue()) : node.getValue();
  }

  private static String binary(String text) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return text;
    }
  }

  /** The value of an unquoted scalar. */
  static @Nullable Object resolve(String text) {
    if (NULLS.contains(text)) {
      return null;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return TRUE.contains(text);
    }
    Object number = number(text);
    if (number != null) {
      return number;
    }
    Moment moment = moment(text);
    return moment == null ? text : moment;
  }

  private static @Nullable Object number(String text) {
    char first = text.charAt(0);
    if (!Ascii.digit(first) && "+-.".indexOf(first) < 0) {
      return null;
    }
    String digits = text.replace("_", "");
    if (INTEGER.matcher(digits).matches()) {
      return integer(digits);
    }
    if (FLOAT.matcher(digits).matches()) {
      return Double.valueOf(digits);
    }
    switch (text.toLowerCase(Locale.ROOT)) {
      case ".inf":
      case "+.inf":
        return Double.POSITIVE_INFINITY;
      case "-.inf":
        return Double.NEGATIVE_INFINITY;
      case ".nan":
        return Double.NaN;
      default:
        return null;
    }
  }

  private static Object integer(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    String lower = digits.toLowerCase(Locale.ROOT);
    int radix = 10;
    if (lower.startsWith("0x")) {
      radix = 16;
    } else if (lower.startsWith("0b")) {
      radix = 2;
    } else if (lower.length() > 1 && lower.startsWith("0")) {
      radix = 8;
    }
    int skip = radix == 10 ? 0 : radix == 8 && !lower.startsWith("0o") ? 1 : 2;
    BigInteger value = new BigInteger(lower.substring(skip), radix);
    value = negative ? value.negate() : value;
    // yaml.v3 has no integers beyond 64 bits: they become floats
    boolean fits = value.bitLength() <= (value.signum() < 0 ? 63 : 64);
    return fits ? value : Double.valueOf(value.doubleValue());
  }

  private static @Nullable Moment moment(String text) {
    Matcher parts = TIMESTAMP.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    try {
      LocalDate date = LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3));
      OffsetDateTime time = date.atStartOfDay().atOffset(ZoneOffset.UTC);
      if (parts.group(4) != null) {
        String fraction = parts.group(7);
        int nanos =
            fraction == null ? 0 : (int) Math.round(Double.parseDouble("0" + fraction) * 1e9);
        String zone = parts.group(8);
        time =
            date.atTime(number(parts, 4), number(parts, 5), number(parts, 6), nanos)
                .atOffset(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
      }
      return new Moment(
          time.format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT))
              + fraction(time.getNano())
              + (time.getOffset().getTotalSeconds() == 0 ? "Z" : time.getOffset().getId()));
    } catch (DateTimeException noSuchDay) {
      return null;
    }
  }

  private static int number(Matcher parts, int group) {
    String text = parts.group(group);
    return text == null ? 0 : Integer.parseInt(text);
  }

  private static String fraction(int nanos) {
    if (nanos == 0) {
      return "";
    }
    String digits = String.format(Locale.ROOT, ".%09d", nanos);
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  /** How a string is written: plain where nobody could take it for something else. */
  static DumperOptions.ScalarStyle style(String text) {
    boolean ambiguous =
        !(resolve(text) instanceof String)
            || OLD_BOOLEANS.contains(text)
            || base60(text)
            || text.equals("<<");
    if (ambiguous) {
      return DumperOptions.ScalarStyle.DOUBLE_QUOTED;
    }
    return text.indexOf('\n') >= 0
        ? DumperOptions.ScalarStyle.LITERAL
        : DumperOptions.ScalarStyle.PLAIN;
  }

  /** {@code 1:30} is 90 to a reader of YAML 1.1. */
  private static boolean base60(String text) {
    return text.indexOf(':') > 0
        && text.matches("[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?");
  }
}
