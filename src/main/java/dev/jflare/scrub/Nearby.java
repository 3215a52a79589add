package dev.jflare.scrub;

import java.nio.charset.StandardCharsets;

/** What has to stand near to a hint, for the rules whose hints are ordinary words. */
final class Nearby {
  /** So far a condition looks; what is longer is let through. */
  private static final int FAR = 256;

  private static final boolean[] WORD = new boolean[256];
  private static final boolean[] NAME = new boolean[256];
  private static final boolean[] TOKEN = new boolean[256];
  private static final boolean[] BLANK = new boolean[256];

  static {
    for (char c = 0; c < 256; c++) {
      WORD[c] = Ascii.word(c);
      NAME[c] = Ascii.word(c) || c == '-' || c == '.';
      TOKEN[c] = Ascii.word(c) || "-.~+/=:@".indexOf(c) >= 0;
      BLANK[c] = Ascii.blank(c) && c != '\n';
    }
  }

  private Nearby() {}

  /** A name around the hint, and an equals sign or a colon behind it, also behind quotes. */
  static Near assigned(NameTest test) {
    return (text, from, start, end, to) -> {
      int nameEnd = skip(NAME, text, end, to);
      int i = nameEnd;
      while (i < to && i - end < FAR && (text[i] == '"' || text[i] == '\'' || text[i] == '\\')) {
        i++;
      }
      boolean quoted = i > nameEnd;
      while (i < to && i - end < FAR && (text[i] == ' ' || text[i] == '\t')) {
        i++;
      }
      if (i == to || (text[i] != '=' && text[i] != ':')) {
        return i - end >= FAR;
      }
      int nameStart = back(NAME, text, from, start);
      if (i - end >= FAR || start - nameStart >= FAR) {
        return true;
      }
      boolean plainColon = text[i] == ':' && !quoted;
      boolean blank = i + 1 < to && BLANK[text[i + 1] & 0xff];
      return test.mayBe(latin1(text, nameStart, nameEnd), plainColon, blank);
    };
  }

  /** What a name has to be. */
  interface NameTest {
    /**
     * @param plainColon whether nothing but a colon is behind it, without quotes
     * @param blank whether a blank is behind the separator
     */
    boolean mayBe(String name, boolean plainColon, boolean blank);
  }

  /** The hint is in the name of a parameter: what separates parameters is before the name. */
  static boolean parameter(byte[] text, int from, int start, int end, int to) {
    int nameStart = back(NAME, text, from, start);
    return start - nameStart >= FAR
        || (nameStart > from && "?&;\\".indexOf(text[nameStart - 1]) >= 0);
  }

  /** A word of so many characters, of those that tokens and their URLs are made of. */
  static Near token(int shortest) {
    return (text, from, start, end, to) -> {
      int last = Math.min(to, Math.max(end, start + shortest));
      int i = end;
      while (i < last && TOKEN[text[i] & 0xff]) {
        i++;
      }
      int j = start;
      while (j > from && i - j < shortest && TOKEN[text[j - 1] & 0xff]) {
        j--;
      }
      return i - j >= shortest;
    };
  }

  /** A colon and a blank behind the hint, as {@link KeyedLine} has it for a key that ends there. */
  static boolean colon(byte[] text, int from, int start, int end, int to) {
    int i = skip(BLANK, text, end, to);
    return i - end >= FAR || (i + 2 < to && text[i] == ':' && BLANK[text[i + 1] & 0xff]);
  }

  /** As {@link #colon}, with more of the key between. */
  static boolean keyAndColon(byte[] text, int from, int start, int end, int to) {
    int i = end;
    while (i < to && i - end < FAR && (WORD[text[i] & 0xff] || text[i] == '-')) {
      i++;
    }
    return i - end >= FAR || colon(text, from, start, i, to);
  }

  /** {@code pass}, the rest of {@code password}, a quote, then an equals sign or a colon. */
  static boolean password(byte[] text, int from, int start, int end, int to) {
    int i = end;
    if (to - i >= 4 && latin1(text, i, i + 4).equalsIgnoreCase("word")) {
      i += 4;
    }
    if (i < to && (text[i] == '"' || text[i] == '\'')) {
      i++;
    }
    if (i < to && text[i] == ' ') {
      i++;
    }
    return i < to && (text[i] == '=' || text[i] == ':');
  }

  /** The run of digits is a word, and of just this length. */
  static Near word(int length) {
    return (text, from, start, end, to) ->
        end - start == length
            && (start == from || !WORD[text[start - 1] & 0xff])
            && (end == to || !WORD[text[end] & 0xff]);
  }

  /** A colon in the run of characters before an {@code @}, as {@link UriPassword} has it. */
  static boolean colonBefore(byte[] text, int from, int start, int end, int to) {
    for (int i = start - 1; i >= from; i--) {
      byte b = text[i];
      if (b == ':' || start - i > FAR) {
        return true;
      }
      if (BLANK[b & 0xff] || b == '\n' || b == '|' || b == '"') {
        return false;
      }
    }
    return false;
  }

  /** A colon and an {@code @} behind a {@code ://}, as {@link UrlCredentials} has it. */
  static boolean userinfo(byte[] text, int from, int start, int end, int to) {
    boolean colon = false;
    for (int i = end; i < to && i - end < FAR; i++) {
      byte b = text[i];
      if (BLANK[b & 0xff] || "/?<>#\n".indexOf(b) >= 0) {
        return false;
      }
      if (b == '@' && colon) {
        return true;
      }
      colon |= b == ':';
    }
    return to - end >= FAR;
  }

  /** Around the hint a name behind two dashes, and a blank, a quote or a comma behind it. */
  static boolean option(byte[] text, int from, int start, int end, int to) {
    int nameEnd = skip(NAME, text, end, to);
    boolean separated =
        nameEnd < to && (BLANK[text[nameEnd] & 0xff] || "\"',".indexOf(text[nameEnd]) >= 0);
    if (!separated) {
      return nameEnd - end >= FAR;
    }
    int nameStart = back(NAME, text, from, start);
    for (int i = nameStart; i + 1 < start; i++) {
      if (text[i] == '-' && text[i + 1] == '-') {
        return SecretNames.inText(latin1(text, i + 2, nameEnd));
      }
    }
    return start - nameStart >= FAR;
  }

  /** An option around the hint with nothing but quotes, a comma and blanks behind it. */
  static boolean optionAlone(byte[] text, int from, int start, int end, int to) {
    int nameStart = back(NAME, text, from, start);
    if (text[nameStart] != '-') {
      return start - nameStart >= FAR;
    }
    int i = skip(NAME, text, end, to);
    while (i < to && i - end < FAR && (BLANK[text[i] & 0xff] || "\"',".indexOf(text[i]) >= 0)) {
      i++;
    }
    return i == to || text[i] == '\n' || i - end >= FAR;
  }

  private static int skip(boolean[] set, byte[] text, int from, int to) {
    int limit = Math.min(to, from + FAR);
    int i = from;
    while (i < limit && set[text[i] & 0xff]) {
      i++;
    }
    return i;
  }

  private static int back(boolean[] set, byte[] text, int from, int start) {
    int limit = Math.max(from, start - FAR);
    int i = start;
    while (i > limit && set[text[i - 1] & 0xff]) {
      i--;
    }
    return i;
  }

  private static String latin1(byte[] text, int from, int to) {
    return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
