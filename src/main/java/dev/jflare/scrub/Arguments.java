package dev.jflare.scrub;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of scrubbing arguments that needs to know where one argument ends and the next starts.
 */
final class Arguments {
  private Arguments() {}

  /** Masks by name; what is left has still to go through the rules for text. */
  static List<String> mask(List<String> arguments, Redaction redaction) {
    List<String> out = new ArrayList<>(arguments.size());
    boolean secretNext = false;
    String option = "";
    for (String argument : arguments) {
      boolean named = !argument.contains("=") && namesSecret(argument);
      out.add(
          secretNext
              ? redaction.named(FloorRules.OPTION_VALUE, option, argument)
              : withoutValue(argument, redaction));
      secretNext = named;
      option = argument;
    }
    return out;
  }

  /** {@code --token} or {@code -password}; a property ({@code -Dtoken}) has no value behind it. */
  static boolean namesSecret(String argument) {
    return argument.startsWith("-")
        && !argument.startsWith("-D")
        && !argument.startsWith("-X")
        && SecretNames.inText(argument);
  }

  /** As {@link #namesSecret(String)} for a part of a text, which has to be nothing but a name. */
  static boolean namesSecret(String text, int start, int end) {
    if (end <= start || text.charAt(start) != '-') {
      return false;
    }
    String argument = text.substring(start, end);
    return plainName(argument) && namesSecret(argument);
  }

  private static String withoutValue(String argument, Redaction redaction) {
    int equals = argument.indexOf('=');
    if (equals <= 0 || equals + 1 == argument.length()) {
      return argument;
    }
    String name = argument.substring(0, equals);
    boolean secret =
        name.startsWith("-D")
            ? SecretNames.inProperty(name.substring(2))
            : plainName(name) && SecretNames.inText(name);
    String value = argument.substring(equals + 1);
    if (!secret || SecretNames.measure(name, value) || ObjectScrub.isHandle(value)) {
      return argument;
    }
    return name + "=" + redaction.named(FloorRules.NAMED_VALUE, name, value);
  }

  private static boolean plainName(String name) {
    return name.chars().allMatch(c -> Ascii.word((char) c) || c == '-' || c == '.');
  }

  /** As {@link #mask} for arguments in one string, where quotes hold one together. */
  static String maskLine(String commandLine, Redaction redaction) {
    List<String> arguments = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    int i = 0;
    while (i < commandLine.length()) {
      int start = Ascii.skipBlanks(commandLine, i);
      int end = argumentEnd(commandLine, start);
      gaps.add(commandLine.substring(i, start));
      arguments.add(commandLine.substring(start, end));
      i = end;
    }
    StringBuilder out = new StringBuilder(commandLine.length());
    List<String> masked = mask(arguments, redaction);
    for (int a = 0; a < masked.size(); a++) {
      out.append(gaps.get(a)).append(masked.get(a));
    }
    return out.toString();
  }

  private static int argumentEnd(String text, int start) {
    char quote = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote == 0 && Ascii.blank(c)) {
        return i;
      }
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      }
    }
    // a quote that is never closed is an apostrophe: end at the first blank
    if (quote != 0) {
      int end = start;
      while (end < text.length() && !Ascii.blank(text.charAt(end))) {
        end++;
      }
      return end;
    }
    return text.length();
  }
}
