package dev.jflare.scrub;

import java.math.BigDecimal;
import java.util.Locale;

/** Floating point numbers as Go prints them. */
final class GoNumbers {
  private GoNumbers() {}

  /** As encoding/json: plain digits from 1e-6 up to 1e21, else an exponent. */
  static String json(double value) {
    double size = Math.abs(value);
    if (value == 0 || (size >= 1e-6 && size < 1e21)) {
      return plain(value);
    }
    return exponent(value, 1);
  }

  /** As yaml.v3, which uses the shortest form with an exponent only when it is large. */
  static String yaml(double value) {
    if (Double.isNaN(value)) {
      return ".nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+.inf" : "-.inf";
    }
    double size = Math.abs(value);
    if (value == 0 || (size >= 1e-4 && size < 1e21)) {
      return plain(value);
    }
    return exponent(value, 2);
  }

  private static String plain(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  private static String exponent(double value, int leastDigits) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = decimal.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    String form = "%s%s%se%s%0" + leastDigits + "d";
    return String.format(
        Locale.ROOT,
        form,
        value < 0 ? "-" : "",
        digits.substring(0, 1),
        fraction,
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
