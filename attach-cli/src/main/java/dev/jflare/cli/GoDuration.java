package dev.jflare.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A duration as Go writes it: {@code 30s}, {@code 1m30s}, {@code 1.5h}. A bare number is refused,
 * because nobody can tell which unit was meant.
 */
final class GoDuration implements ITypeConverter<Duration> {
  private static final Pattern PART =
      Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");

  @Override
  public Duration convert(String text) {
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosPer(part.group(2))));
      end = part.end();
    }
    if (end == 0 || end < text.length()) {
      throw new TypeConversionException(
          String.format(
              Locale.ROOT,
              "'%s' is not a duration; write it with its unit, like 10s or 1m30s",
              text));
    }
    try {
      return Duration.ofNanos(nanos.setScale(0, RoundingMode.FLOOR).longValueExact());
    } catch (ArithmeticException tooLong) {
      throw new TypeConversionException(
          String.format(Locale.ROOT, "'%s' is longer than a duration can be", text));
    }
  }

  private static BigDecimal nanosPer(String unit) {
    switch (unit) {
      case "h":
        return BigDecimal.valueOf(3_600_000_000_000L);
      case "m":
        return BigDecimal.valueOf(60_000_000_000L);
      case "s":
        return BigDecimal.valueOf(1_000_000_000L);
      case "ms":
        return BigDecimal.valueOf(1_000_000L);
      case "ns":
        return BigDecimal.ONE;
      default: // the three spellings of microseconds
        return BigDecimal.valueOf(1_000L);
    }
  }
}
