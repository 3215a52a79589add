package dev.jflare.scrub;

import dev.jflare.lang.Nullable;

/**
 * Scrubs a text line by line and remembers whether it is inside of a block: a PEM or an SNMP list.
 * A block is masked as it goes by, with nothing held back, so a block that never ends (a truncated
 * key) is masked as well; that is stricter than the patterns of reference datadog-flare 3.8.
 */
final class LineScrub {
  /** What a line means beyond its words. */
  enum Format {
    /** Lines that look like comments stay. */
    TEXT,
    /** Lines that are comments vanish. */
    CONFIG,
    /** As {@link #CONFIG}, with the keys and continued lines of {@code java.util.Properties}. */
    PROPERTIES,
    /** As {@link #CONFIG}, with strings and arrays over several lines. */
    TOML,
    /** As {@link #CONFIG}, with the quotes of a shell. */
    ENV
  }

  private enum Block {
    NONE,
    PEM,
    ITEMS,
    BRACKETS
  }

  /** A bracket that is open for longer than this was no list. */
  private static final int LONGEST_LIST = 1000;

  private static final int MOST_ROUNDS = 8;

  /** Of RFC 1421, and of OpenPGP's armor (RFC 4880). */
  private static final String[] PEM_HEADERS = {
    "Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Hash:", "Charset:", "MessageID:"
  };

  private final RuleSet rules;
  private final Format format;
  private final Redaction redaction;
  private final XmlSecrets xml;
  private final OptionAbove options;
  private final KeyLines keyLines;
  private final KeyedFile keys;
  private Block block = Block.NONE;
  private int blockLines;

  LineScrub(RuleSet rules, Format format, Redaction redaction) {
    this.rules = rules;
    this.format = format;
    this.redaction = redaction;
    this.xml = new XmlSecrets(redaction);
    this.options = new OptionAbove(redaction);
    this.keyLines = new KeyLines(redaction);
    this.keys = new KeyedFile(format, redaction);
  }

  /** One that begins anew, counts elsewhere and tells what would become of a text. */
  LineScrub trial() {
    return new LineScrub(rules, format, redaction.uncounted());
  }

  boolean dropsComments() {
    return format != Format.TEXT;
  }

  /** Whether lines before say something of the next one. */
  boolean pending() {
    return block != Block.NONE || xml.pending() || options.pending() || keyLines.pending();
  }

  /**
   * Whether a line that wakes no rule stays exactly as it is; asked first because it spares making
   * a string of it.
   */
  boolean untouched() {
    return !pending() && format == Format.TEXT;
  }

  /** The scrubbed line, or null when it vanishes together with its newline. */
  @Nullable
  String next(String line) {
    return !continued() && comment(line) ? null : more(line);
  }

  /** As {@link #next} for what follows on the same line; a hash does not make a comment of it. */
  @Nullable
  String more(String line) {
    boolean continued = continued();
    String rest = block == Block.NONE ? line : afterBlock(line, Ascii.skipBlanks(line, 0));
    if (rest == null || (!continued && rest.length() < line.length() && comment(rest))) {
      return null;
    }
    if (block != Block.NONE) {
      return rules.apply(rest, redaction);
    }
    String named = format == Format.TEXT ? rest : keys.mask(rest);
    return named == null ? null : scrubbed(named);
  }

  private boolean continued() {
    return format != Format.TEXT && keys.pending();
  }

  private boolean comment(String line) {
    int content = Ascii.skipBlanks(line, 0);
    boolean semicolon = format == Format.CONFIG && line.startsWith(";", content);
    return format != Format.TEXT && (semicolon || line.startsWith("#", content));
  }

  /**
   * The rules come first: the stars of a mask would hide from them what they look for. What
   * remembers earlier lines is asked once.
   */
  private String scrubbed(String line) {
    String byRules = settled(line);
    String byPlace = keyLines.mask(options.mask(xml.mask(byRules)));
    return byPlace.equals(byRules) ? byRules : settled(byPlace);
  }

  /** Until nothing changes any more: a mask may complete what another rule looks for. */
  private String settled(String line) {
    String current = line;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      String changed = once(current);
      if (changed.equals(current)) {
        break;
      }
      current = changed;
    }
    return current;
  }

  /**
   * Whether a PEM block opens is asked of the line as it was, because a rule may take the marker
   * with it.
   */
  private String once(String line) {
    boolean opens = opensPem(line);
    String masked = withoutLists(withoutPem(rules.apply(line, redaction), opens));
    if (opens) {
      enter(Block.PEM);
      redaction.count(FloorRules.PEM, 1);
    }
    return masked;
  }

  /** What of this line is outside of the block; null when nothing is. */
  private @Nullable String afterBlock(String line, int content) {
    blockLines++;
    switch (block) {
      case PEM:
        return afterPem(line);
      case BRACKETS:
        return afterBrackets(line);
      default:
        return afterItems(line, content);
    }
  }

  private @Nullable String afterPem(String line) {
    int end = line.indexOf(PemBlock.END);
    if (end < 0 && pemBody(line, 0)) {
      return null;
    }
    block = Block.NONE;
    return end < 0 ? line : remainder(line, pemEnd(line, end));
  }

  private @Nullable String afterBrackets(String line) {
    int close = line.indexOf(']');
    if (close < 0 && blockLines < LONGEST_LIST) {
      return null;
    }
    block = Block.NONE;
    return remainder(line, close + 1);
  }

  private @Nullable String afterItems(String line, int content) {
    if (content == line.length()) {
      return line;
    }
    if (line.charAt(content) == '-') {
      return null;
    }
    if (blockLines == 1 && line.charAt(content) == '[') {
      block = Block.BRACKETS;
      return afterBrackets(line);
    }
    block = Block.NONE;
    return line;
  }

  private static @Nullable String remainder(String line, int from) {
    return Ascii.skipBlanks(line, from) == line.length() ? null : line.substring(from);
  }

  private String withoutLists(String line) {
    int key = line.indexOf(CommunityStrings.KEY);
    while (key >= 0) {
      int colon = Ascii.skipBlanks(line, key + CommunityStrings.KEY.length());
      if (line.startsWith(":", colon)) {
        return withoutList(line, colon);
      }
      key = line.indexOf(CommunityStrings.KEY, key + 1);
    }
    return line;
  }

  /** Whether a block begins in this line and does not end in it. */
  private static boolean opensPem(String line) {
    int begin = line.indexOf(PemBlock.BEGIN);
    int label = begin + PemBlock.BEGIN.length();
    if (begin < 0 || line.indexOf(PemBlock.END, label) >= 0) {
      return false;
    }
    int close = line.lastIndexOf(PemBlock.DASHES);
    return close >= label && pemBody(line, close + PemBlock.DASHES.length());
  }

  /** The line with stars for a block that it holds, or for all from where one opens. */
  private String withoutPem(String line, boolean opens) {
    int begin = line.indexOf(PemBlock.BEGIN);
    if (begin < 0) {
      return line;
    }
    if (opens) {
      return line.substring(0, begin) + redaction.block();
    }
    int end = line.indexOf(PemBlock.END, begin + PemBlock.BEGIN.length());
    if (end < 0) {
      return line;
    }
    int stop = pemEnd(line, end);
    String masked = redaction.mask(FloorRules.PEM, line.substring(begin, stop));
    return line.substring(0, begin) + masked + line.substring(stop);
  }

  /** Behind the closing dashes of an end marker, or the end of the line without them. */
  private static int pemEnd(String line, int end) {
    int close = line.lastIndexOf(PemBlock.DASHES);
    boolean closed = close >= end + PemBlock.END.length();
    return closed ? close + PemBlock.DASHES.length() : line.length();
  }

  /** Base64, also with what a quoted or continued line adds, or a header of RFC 1421. */
  private static boolean pemBody(String line, int from) {
    String text = line.trim();
    for (String header : PEM_HEADERS) {
      if (text.startsWith(header)) {
        return true;
      }
    }
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (!PemBlock.bodyCharacter(c) && "\"'\\,|>".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private String withoutList(String line, int colon) {
    int value = Ascii.skipBlanks(line, colon + 1);
    String suffix = "";
    if (value == line.length()) {
      enter(Block.ITEMS);
    } else if (line.charAt(value) == '[' && line.indexOf(']', value) < 0) {
      enter(Block.BRACKETS);
    } else if (line.charAt(value) == '[') {
      suffix = line.substring(line.indexOf(']', value) + 1);
    }
    String masked = line.substring(0, colon + 1) + " \"" + redaction.block() + "\"" + suffix;
    if (!masked.equals(line)) {
      redaction.count(FloorRules.COMMUNITY_STRINGS, 1);
    }
    return masked;
  }

  private void enter(Block entered) {
    block = entered;
    blockLines = 0;
  }
}
