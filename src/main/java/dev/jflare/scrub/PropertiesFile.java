package dev.jflare.scrub;

import dev.jflare.lang.Nullable;

/**
 * What only the format of {@code java.util.Properties} has: a colon or a blank between key and
 * value, and values that go on behind a backslash at the end of a line. The lines that a secret
 * value goes on in vanish.
 */
final class PropertiesFile {
  private final Redaction redaction;
  private boolean goesOn;
  private boolean vanishes;

  PropertiesFile(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Whether the next line belongs to a secret value. */
  boolean pending() {
    return vanishes;
  }

  /** The next line without its secret, or null when nothing is left of it. */
  @Nullable
  String mask(String line) {
    boolean continued = goesOn;
    goesOn = continues(line);
    if (vanishes) {
      vanishes = goesOn;
      return null;
    }
    int start = Ascii.skipBlanks(line, 0);
    int keyEnd = start;
    while (keyEnd < line.length() && !endsKey(line, keyEnd)) {
      keyEnd++;
    }
    int value = valueStart(line, keyEnd);
    String key = line.substring(start, keyEnd);
    if (continued || key.startsWith("!") || value == line.length() || !SecretNames.inText(key)) {
      return line;
    }
    vanishes = goesOn;
    String masked = line.substring(value);
    return ObjectScrub.isHandle(masked) || SecretNames.measure(key, masked)
        ? line
        : line.substring(0, value)
            + redaction.mask(FloorRules.NAMED_VALUE, SecretNames.kind(key), masked);
  }

  private static boolean endsKey(String line, int i) {
    char c = line.charAt(i);
    return (c == '=' || c == ':' || Ascii.blank(c)) && line.charAt(Math.max(0, i - 1)) != '\\';
  }

  private static int valueStart(String line, int keyEnd) {
    int i = Ascii.skipBlanks(line, keyEnd);
    if (i < line.length() && (line.charAt(i) == '=' || line.charAt(i) == ':')) {
      i = Ascii.skipBlanks(line, i + 1);
    }
    return i;
  }

  /** An odd number of backslashes at the end. */
  private static boolean continues(String line) {
    int i = line.length();
    while (i > 0 && line.charAt(i - 1) == '\\') {
      i--;
    }
    return (line.length() - i) % 2 == 1;
  }
}
