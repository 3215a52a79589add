package dev.jflare.scrub;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Masks what XML keeps under a name that promises a secret: the text of {@code <password>}, the
 * {@code value} of {@code <property name="db.password" value="..."/>} in either order, the text of
 * {@code <entry key="token">}, and the value that follows {@code <name>db.password</name>}. Goes
 * line by line and remembers what is still open; the attribute {@code password="..."} itself is
 * {@link NamedValue}'s. It is no parser: logs have fragments, and {@code List<Token>} is not an
 * element. A {@code value} on a line above its {@code name} is not found.
 */
final class XmlSecrets {
  /** What is open for longer than this, in lines, was no XML. */
  private static final int LONGEST_OPEN = 200;

  /** So many lines may lie between a name and its value: Hadoop puts descriptions there. */
  private static final int LONGEST_PAIR = 20;

  static final Set<String> NAMES =
      new HashSet<>(
          Arrays.asList(
              "name", "key", "id", "property", "param-name", "attribute", "property-name"));
  static final Set<String> VALUES =
      new HashSet<>(Arrays.asList("value", "val", "param-value", "string", "default", "content"));

  private enum Open {
    NOTHING,
    /** The text of a secret element. */
    TEXT,
    /** The start tag of a secret element. */
    TAG
  }

  private final Redaction redaction;
  private Open open = Open.NOTHING;
  private int openLines;
  private int valueLines;

  /** The name that has promised a secret last. */
  private String secretName = "";

  /** The line at hand: what of it is copied, and what it becomes. */
  private String line = "";

  private StringBuilder out = new StringBuilder();
  private int copied;

  /** Whether the tag at hand has words before it: "usage: login &lt;token&gt;" opens nothing. */
  private boolean inProse;

  /** Whether there was a tag on this line; if not, {@code Map<Token} may be a type. */
  private boolean markup;

  XmlSecrets(Redaction redaction) {
    this.redaction = redaction;
  }

  /** Whether the next line can have a secret though no word in it says so. */
  boolean pending() {
    return open != Open.NOTHING || valueLines > 0;
  }

  /** The next line without its secrets. */
  String mask(String next) {
    if (!pending() && next.indexOf('<') < 0 && next.indexOf('=') < 0) {
      return next;
    }
    line = next;
    out = new StringBuilder();
    copied = 0;
    inProse = false;
    markup = open != Open.NOTHING;
    openLines = open == Open.NOTHING ? 0 : openLines + 1;
    open = openLines > LONGEST_OPEN ? Open.NOTHING : open;
    valueLines = Math.max(0, valueLines - 1);
    int i = start();
    while (i >= 0 && i < line.length()) {
      i = element(line.indexOf('<', i));
    }
    return copied == 0 ? next : out.append(line, copied, line.length()).toString();
  }

  /** Where the first new tag may be, or -1 when all of the line belongs to what is open. */
  private int start() {
    if (open == Open.TEXT) {
      return text(0);
    }
    int content = Ascii.skipBlanks(line, 0);
    if (open == Open.TAG) {
      return tag(content, true, false);
    }
    int name = nameEnd(content);
    boolean attribute = name > content && line.startsWith("=", name);
    return attribute ? tag(content, false, false) : 0; // a start tag that began on a line above
  }

  /** Returns behind the start tag that may be here, or -1 at the end of the line. */
  private int element(int at) {
    if (at < 0) {
      return -1;
    }
    int end = nameEnd(at + 1);
    boolean generic =
        !markup && at > 0 && (Ascii.word(line.charAt(at - 1)) || line.charAt(at - 1) == '.');
    if (end == at + 1 || generic) {
      return at + 1;
    }
    if (end < line.length()
        && !Ascii.blank(line.charAt(end))
        && "/>".indexOf(line.charAt(end)) < 0) {
      return end;
    }
    markup = true;
    int before = Ascii.skipBlanksBack(line, at);
    inProse |= before > 0 && line.charAt(before - 1) != '>';
    String name = local(line.substring(at + 1, end));
    boolean value = valueLines > 0 && VALUES.contains(name);
    boolean secret = SecretNames.inText(name);
    secretName = secret ? name : secretName;
    return tag(end, value || secret, NAMES.contains(name));
  }

  /**
   * Attributes up to the end of a start tag, and the text behind it when that is secret.
   *
   * @param secret whether the element's name has said so already
   * @param naming whether the element's text is the name of a value to come
   */
  private int tag(int from, boolean secret, boolean naming) {
    boolean masks = secret;
    int valueStart = -1;
    int valueEnd = -1;
    int i = Ascii.skipBlanks(line, from);
    while (i < line.length() && line.charAt(i) != '>' && line.charAt(i) != '/') {
      int end = nameEnd(i);
      int quote = Ascii.skipBlanks(line, Ascii.skipBlanks(line, end) + 1);
      if (end == i || !attribute(end, quote)) {
        open = Open.NOTHING;
        return Math.max(end, i + 1);
      }
      int close = line.indexOf(line.charAt(quote), quote + 1);
      close = close < 0 ? line.length() : close;
      String name = local(line.substring(i, end));
      if (NAMES.contains(name) && SecretNames.inText(line.substring(quote + 1, close))) {
        masks = true;
        secretName = line.substring(quote + 1, close);
      }
      if (VALUES.contains(name)) {
        valueStart = quote + 1;
        valueEnd = close;
      }
      i = Ascii.skipBlanks(line, Math.min(line.length(), close + 1));
    }
    if (masks && valueStart >= 0) {
      replace(valueStart, valueEnd);
    }
    return behindTag(i, masks, naming);
  }

  private int behindTag(int end, boolean secret, boolean naming) {
    if (end >= line.length()) {
      enter(secret ? Open.TAG : Open.NOTHING);
      return -1;
    }
    open = Open.NOTHING;
    if (line.charAt(end) == '/') {
      return end + 1;
    }
    if (secret) {
      return text(end + 1);
    }
    if (naming) {
      int close = textEnd(end + 1);
      String named = line.substring(end + 1, close);
      boolean secretNamed = SecretNames.inText(named);
      secretName = secretNamed ? named : secretName;
      valueLines = secretNamed ? LONGEST_PAIR : 0;
      return close;
    }
    return end + 1;
  }

  /** Masks the text of an element from here to the next tag, on this line or a later one. */
  private int text(int from) {
    int end = textEnd(from);
    replace(from, end);
    enter(end < line.length() || inProse ? Open.NOTHING : Open.TEXT);
    valueLines = 0;
    return end < line.length() ? end : -1;
  }

  /** The next tag; a CDATA section or a comment is text. */
  private int textEnd(int from) {
    int at = line.indexOf('<', from);
    while (at >= 0 && line.startsWith("!", at + 1)) {
      int close = line.indexOf(line.startsWith("<![", at) ? "]]>" : "-->", at);
      at = close < 0 ? -1 : line.indexOf('<', close);
    }
    return at < 0 ? line.length() : at;
  }

  private void enter(Open entered) {
    if (open == Open.NOTHING) {
      openLines = 0;
    }
    open = entered;
  }

  private void replace(int from, int to) {
    int start = Math.min(to, Ascii.skipBlanks(line, from));
    int end = Math.max(start, Ascii.skipBlanksBack(line, to));
    String value = line.substring(start, end);
    if (value.isEmpty() || ObjectScrub.isHandle(value) || SecretNames.measure(secretName, value)) {
      return;
    }
    out.append(line, copied, start)
        .append(redaction.named(FloorRules.XML_VALUE, secretName, value));
    copied = end;
  }

  /** An equals sign behind the name, and a quote behind that. */
  private boolean attribute(int nameEnd, int quote) {
    int equals = Ascii.skipBlanks(line, nameEnd);
    return line.startsWith("=", equals)
        && quote < line.length()
        && (line.charAt(quote) == '"' || line.charAt(quote) == '\'');
  }

  private int nameEnd(int from) {
    int i = from;
    while (i < line.length()
        && (Ascii.word(line.charAt(i)) || "-.:".indexOf(line.charAt(i)) >= 0)) {
      i++;
    }
    return i;
  }

  /** In lower case and without its prefix. */
  private static String local(String name) {
    return name.substring(name.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
  }
}
