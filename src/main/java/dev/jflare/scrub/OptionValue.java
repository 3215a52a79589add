package dev.jflare.scrub;

/** {@code --name value} where the name promises a secret, also with quotes around either. */
final class OptionValue implements Finder {
  @Override
  public boolean find(String text, int from, Match match) {
    for (int at = text.indexOf("--", from); at >= 0; at = text.indexOf("--", at + 2)) {
      int name = at + 2;
      int end = name;
      while (end < text.length()
          && (Ascii.word(text.charAt(end)) || "-.".indexOf(text.charAt(end)) >= 0)) {
        end++;
      }
      int value = valueStart(text, end);
      String option = text.substring(name, end);
      if (value > end && SecretNames.inText(option)) {
        int stop = value;
        while (stop < text.length() && !ends(text.charAt(stop))) {
          stop++;
        }
        if (stop > value && !SecretNames.measure(option, text.substring(value, stop))) {
          match.all(value, stop);
          match.kind = SecretNames.kind(option);
          return true;
        }
      }
      at = Math.max(at, end - 2);
    }
    return false;
  }

  /** Behind blanks, quotes and a comma, of which a blank or a comma must be there. */
  private static int valueStart(String text, int from) {
    int i = from;
    boolean apart = false;
    while (i < text.length() && (ends(text.charAt(i)) || text.charAt(i) == ',')) {
      apart |= text.charAt(i) == ',' || Ascii.blank(text.charAt(i));
      i++;
    }
    return apart && !text.startsWith("=", i) ? i : from;
  }

  private static boolean ends(char c) {
    return Ascii.blank(c) || c == '"' || c == '\'';
  }
}
