package dev.jflare.scrub;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a key as a user writes it, for rules and for what is allowed: upper and lower case
 * make no difference, {@code *} is anything.
 */
final class UserKey {
  private final Pattern whole;

  UserKey(String key) {
    StringBuilder expression = new StringBuilder();
    for (String part : KeyPatterns.bytesOf(key).toLowerCase(Locale.ROOT).split("\\*", -1)) {
      expression.append(expression.length() == 0 ? "" : ".*+").append(Pattern.quote(part));
    }
    // a possessive star would eat what follows it
    this.whole = Pattern.compile(expression.toString().replace(".*+", ".*"), Pattern.DOTALL);
  }

  boolean matches(String name) {
    return whole.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the value at this place has such a key before it. */
  boolean before(String text, int value) {
    int i = value;
    while (i > 0 && "\"'\\ \t=:>[".indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    int end = i;
    while (i > 0 && end - i < 256 && nameCharacter(text.charAt(i - 1))) {
      i--;
    }
    String name = text.substring(i, end);
    String bare = name.replaceFirst("^(?:-D|--?)", "");
    return end < value && (matches(name) || matches(bare));
  }

  /** What finds the values of such keys in text. */
  Finder finder() {
    return (text, from, match) -> {
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean separator = c == '=' || c == ':' || c == '>' || c == ' ';
        if (separator && i > from && behind(text, i, match)) {
          return true;
        }
      }
      return false;
    };
  }

  private boolean behind(String text, int separator, Match match) {
    char c = text.charAt(separator);
    int end = separator;
    while (end > 0 && "\"'\\ \t".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    int start = end;
    while (start > 0 && end - start < 256 && nameCharacter(text.charAt(start - 1))) {
      start--;
    }
    String name = text.substring(start, end);
    if (name.isEmpty()) {
      return false;
    }
    boolean option = c != ' ' || (end == separator && name.startsWith("-"));
    boolean tag = c != '>' || (start > 0 && text.charAt(start - 1) == '<');
    String bare = name.replaceFirst("^(?:-D|--?)", "");
    return option && tag && (matches(name) || matches(bare)) && value(text, separator, match);
  }

  private static boolean value(String text, int separator, Match match) {
    int start = separator + 1;
    while (start < text.length() && " \t\"'\\".indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    char quote = start > separator + 1 ? text.charAt(start - 1) : ' ';
    int end = start;
    if (quote == '"' || quote == '\'') {
      while (end < text.length() && "\"'\n".indexOf(text.charAt(end)) < 0) {
        end++;
      }
    } else if (text.charAt(separator) == '>') {
      end = text.indexOf('<', start) < 0 ? text.length() : text.indexOf('<', start);
    } else if (text.charAt(separator) == ':' && Ascii.skipBlanks(text, separator + 1) == start) {
      end = Ascii.lineEnd(text, start);
    } else {
      end = BareValue.end(text, start, false);
    }
    return end > start && match.all(start, end);
  }

  private static boolean nameCharacter(char c) {
    return Ascii.word(c) || c == '-' || c == '.' || c >= 0x80;
  }
}
