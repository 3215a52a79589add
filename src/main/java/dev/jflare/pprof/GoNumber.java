package dev.jflare.pprof;

import dev.jflare.lang.Nullable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of a query as Go's strconv reads them; Java's own readers take other spellings. */
final class GoNumber {
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern HEXADECIMAL =
      Pattern.compile("[+-]?0[xX](?:[0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+");
  private static final Pattern INFINITE =
      Pattern.compile("([+-]?)inf(?:inity)?", Pattern.CASE_INSENSITIVE);

  private GoNumber() {}

  /** As {@code strconv.ParseInt(text, 10, 64)}; null where that reports an error. */
  static @Nullable Long integer(String text) {
    if (!INTEGER.matcher(text).matches()) {
      return null;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException outOfRange) {
      return null;
    }
  }

  /**
   * The sign of what {@code strconv.Atoi} returns beside its error: 0 for what is no number, and
   * the largest number for one that is too large.
   */
  static int signOf(String text) {
    if (!INTEGER.matcher(text).matches() || text.matches("[+-]?0+")) {
      return 0;
    }
    return text.startsWith("-") ? -1 : 1;
  }

  /** As {@code strconv.ParseFloat(text, 64)}; null where that reports an error, and for NaN. */
  static @Nullable Double decimal(String text) {
    Matcher infinite = INFINITE.matcher(text);
    if (infinite.matches()) {
      return "-".equals(infinite.group(1))
          ? Double.NEGATIVE_INFINITY
          : Double.valueOf(Double.POSITIVE_INFINITY);
    }
    if (!DECIMAL.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }
}
