package dev.jflare.cli;

import dev.jflare.settings.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A duration on the command line, as Go writes it. A bare number is refused there, because nobody
 * can tell which unit was meant.
 */
final class DurationOption implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException(
          "'" + text + "' is not a duration; write it with its unit, like 10s or 1m30s");
    }
  }
}
