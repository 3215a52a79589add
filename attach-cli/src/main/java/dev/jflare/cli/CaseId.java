package dev.jflare.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A support case's number. It becomes a part of the upload's path and is not escaped there (as with
 * the Datadog Agent), so only what needs no escaping is taken.
 */
final class CaseId implements ITypeConverter<String> {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Override
  public String convert(String text) {
    if (!PLAIN.matcher(text).matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a case id; expected letters, digits, - and _");
    }
    return text;
  }
}
