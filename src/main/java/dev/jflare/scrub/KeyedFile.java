package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.Arrays;

/**
 * A configuration file with a key and its value on each line: what is known by its grammar alone.
 * Under a key that promises a secret all of the value goes, also blanks and separators in it, and
 * the lines in which it goes on vanish: behind a backslash, in quotes that are open, in an array of
 * TOML. Of {@code java.util.Properties}, INI and its many relatives, TOML and {@code .env}.
 */
final class KeyedFile {
  /** What is open for longer than this, in lines, is no value. */
  private static final int LONGEST_VALUE = 1000;

  private final LineScrub.Format format;
  private final Redaction redaction;

  /** Whether the line before ends with a backslash, be it of a secret or not. */
  private boolean goesOn;

  /** Whether the value at hand is secret and goes on. */
  private boolean vanishes;

  /** What ends the value at hand, or empty when its line does. */
  private String closing = "";

  private int depth;
  private int lines;
  private boolean secretSection;

  KeyedFile(LineScrub.Format format, Redaction redaction) {
    this.format = format;
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
    goesOn = format != LineScrub.Format.TOML && continues(line);
    if (vanishes && goesOnWith(line)) {
      return null;
    }
    if (continued) {
      return line;
    }
    int start = Ascii.skipBlanks(line, 0);
    if (line.startsWith("[", start) && format != LineScrub.Format.PROPERTIES) {
      int end = line.indexOf(']', start);
      secretSection = end > start && SecretNames.collection(line.substring(start + 1, end));
      return line;
    }
    return keyed(line, behindWord(line, start));
  }

  /** Whether this line is part of the secret value above it; notes where that ends. */
  private boolean goesOnWith(String line) {
    lines++;
    if (closing.isEmpty()) {
      vanishes = goesOn;
      return true;
    }
    if (closing.equals(INDENT)) {
      boolean indented = !line.isEmpty() && Ascii.blank(line.charAt(0));
      vanishes = indented && lines < LONGEST_VALUE;
      return indented;
    }
    if (closing.equals("]")) {
      depth += depth(line);
      vanishes = depth > 0 && lines < LONGEST_VALUE;
    } else {
      vanishes = line.indexOf(closing) < 0 && lines < LONGEST_VALUE;
    }
    return true;
  }

  private String keyed(String line, int start) {
    int keyEnd = keyEnd(line, start);
    int value = valueStart(line, keyEnd);
    String key = unquoted(line.substring(start, keyEnd));
    boolean named = SecretNames.inText(key) && (assigned(line, keyEnd) || word(key));
    if (key.isEmpty() || key.startsWith("!") || !(named || secretSection)) {
      return line;
    }
    String secret = line.substring(value).trim();
    open(secret);
    if (closing.isEmpty() && harmless(key, secret)) {
      vanishes = secret.isEmpty() && assigned(line, keyEnd) && indents();
      enter(vanishes ? INDENT : "");
      return line;
    }
    String mask = redaction.named(FloorRules.NAMED_VALUE, key, bare(secret));
    if (mask.equals(bare(secret))) {
      return line;
    }
    return line.substring(0, value) + framed(line, keyEnd, secret, mask);
  }

  /** A line that is indented goes on with the value above it, as in Python's configparser. */
  private static final String INDENT = " ";

  private boolean indents() {
    return format == LineScrub.Format.CONFIG;
  }

  private boolean harmless(String key, String secret) {
    String bare = bare(secret);
    return bare.isEmpty()
        || Arrays.stream(bare.split(" ")).allMatch(redaction::isMask)
        || ObjectScrub.isHandle(bare)
        || bare.equals("true")
        || bare.equals("false")
        || bare.equals("null")
        || SecretNames.measure(secretSection ? "count" : key, bare);
  }

  /** Notes how a secret goes on below its line. */
  private void open(String secret) {
    enter("");
    vanishes = goesOn;
    if (format == LineScrub.Format.PROPERTIES) {
      return;
    }
    for (String quotes : new String[] {"\"\"\"", "'''", "\"", "'", "`"}) {
      if (secret.startsWith(quotes)) {
        boolean spans = quotes.length() == 3 || format == LineScrub.Format.ENV;
        if (spans && secret.indexOf(quotes, quotes.length()) < 0) {
          enter(quotes);
          vanishes = true;
        }
        return;
      }
    }
    if (format == LineScrub.Format.TOML && secret.startsWith("[") && depth(secret) > 0) {
      enter("]");
      depth = depth(secret);
      vanishes = true;
    }
  }

  private void enter(String end) {
    closing = end;
    lines = 0;
  }

  /** The mask as the format writes a string. */
  private String framed(String line, int keyEnd, String secret, String mask) {
    if (format == LineScrub.Format.PROPERTIES) {
      return mask;
    }
    boolean single = secret.startsWith("'") && !secret.startsWith("'''");
    boolean quoted = secret.startsWith("\"") || secret.startsWith("'''") || secret.startsWith("`");
    boolean colon = line.startsWith(":", Ascii.skipBlanks(line, keyEnd));
    if (single) {
      return "'" + mask + "'";
    }
    return quoted || colon || format == LineScrub.Format.TOML ? '"' + mask + '"' : mask;
  }

  /** Without the quotes around it and what may be behind them. */
  private static String bare(String value) {
    String quotes =
        value.startsWith("\"\"\"") || value.startsWith("'''") ? value.substring(0, 3) : "";
    if (quotes.isEmpty() && !value.isEmpty() && "\"'`".indexOf(value.charAt(0)) >= 0) {
      quotes = value.substring(0, 1);
    }
    int end = quotes.isEmpty() ? value.length() : value.indexOf(quotes, quotes.length());
    return value.substring(
        quotes.length(), Math.max(quotes.length(), end < 0 ? value.length() : end));
  }

  /** Behind {@code export}, {@code set} or the dash of a list. */
  private int behindWord(String line, int start) {
    if (format == LineScrub.Format.PROPERTIES) {
      return start;
    }
    for (String word : new String[] {"export ", "set ", "- "}) {
      if (line.startsWith(word, start)) {
        return Ascii.skipBlanks(line, start + word.length());
      }
    }
    return start;
  }

  private static int keyEnd(String line, int start) {
    int i = start;
    if (i < line.length() && (line.charAt(i) == '"' || line.charAt(i) == '\'')) {
      int close = line.indexOf(line.charAt(i), i + 1);
      return close < 0 ? line.length() : close + 1;
    }
    while (i < line.length() && !endsKey(line, i)) {
      i++;
    }
    return i;
  }

  private static boolean endsKey(String line, int i) {
    char c = line.charAt(i);
    return (c == '=' || c == ':' || Ascii.blank(c)) && line.charAt(Math.max(0, i - 1)) != '\\';
  }

  /** Whether an equals sign or a colon is behind the key, or, in properties, a blank. */
  private boolean assigned(String line, int keyEnd) {
    int i = Ascii.skipBlanks(line, keyEnd);
    return i < line.length()
        && (line.charAt(i) == '='
            || line.charAt(i) == ':'
            || format == LineScrub.Format.PROPERTIES);
  }

  /** Whether this can be a key with nothing but a blank behind it: {@code requirepass x}. */
  private boolean word(String key) {
    return format == LineScrub.Format.CONFIG
        && key.chars().allMatch(c -> Ascii.word((char) c) || c == '-' || c == '.');
  }

  private static int valueStart(String line, int keyEnd) {
    int i = Ascii.skipBlanks(line, keyEnd);
    if (i < line.length() && (line.charAt(i) == '=' || line.charAt(i) == ':')) {
      i = Ascii.skipBlanks(line, i + 1);
    }
    return i;
  }

  private static String unquoted(String key) {
    int last = key.length() - 1;
    boolean quoted =
        last > 0 && "\"'".indexOf(key.charAt(0)) >= 0 && key.charAt(last) == key.charAt(0);
    return quoted ? key.substring(1, last) : key;
  }

  /** How many brackets more are opened than closed, those in strings left out. */
  private static int depth(String text) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#') {
        break;
      } else {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      }
    }
    return depth;
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
