package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * An XML file as a whole: a value may stand above its name, attributes in any order, and a value in
 * the element below. What is masked is replaced in place, comments vanish, all else stays as it is.
 * Lenient with what is not well-formed: {@link XmlSecrets} and the rules come after it.
 */
final class XmlFile {
  private static final int DEEPEST = 500;

  private final String text;
  private final Redaction redaction;
  private final List<Range> masked = new ArrayList<>();
  private final Deque<Element> open = new ArrayDeque<>();

  private XmlFile(String text, Redaction redaction) {
    this.text = text;
    this.redaction = redaction;
  }

  static String scrub(String text, Redaction redaction) {
    return new XmlFile(text, redaction).run();
  }

  /** A part of the text; one without a name is a comment. */
  private static final class Range {
    final int from;
    final int to;
    final @Nullable String name;

    Range(int from, int to, @Nullable String name) {
      this.from = from;
      this.to = to;
      this.name = name;
    }
  }

  /** An element whose end has not come. */
  private static final class Element {
    final String name;

    /** The name that its text or its attributes give to a value, or its own. */
    @Nullable String secret;

    final List<Range> texts = new ArrayList<>();

    /** Values that belong to whatever name is found among their siblings. */
    final List<Range> values = new ArrayList<>();

    Element(String name) {
      this.name = name;
      this.secret = SecretNames.inText(name) ? name : null;
    }
  }

  private String run() {
    int i = 0;
    while (i < text.length()) {
      int tag = text.indexOf('<', i);
      int end = tag < 0 ? text.length() : tag;
      texts(i, end);
      i = tag < 0 ? end : markup(tag);
    }
    while (!open.isEmpty()) {
      close(open.pop());
    }
    return written();
  }

  private void texts(int from, int to) {
    Element element = open.peek();
    if (element != null && !blank(from, to)) {
      element.texts.add(new Range(from, to, element.name));
    }
  }

  private boolean blank(int from, int to) {
    return Ascii.skipBlanks(text, from) >= to;
  }

  /** Returns behind what begins with this bracket. */
  private int markup(int tag) {
    if (text.startsWith("<!--", tag)) {
      int end = behind("-->", tag + 4);
      masked.add(new Range(tag, end, null));
      return end;
    }
    if (text.startsWith("<![CDATA[", tag)) {
      int end = behind("]]>", tag);
      texts(tag + "<![CDATA[".length(), Math.max(tag + "<![CDATA[".length(), end - 3));
      return end;
    }
    if (text.startsWith("<?", tag) || text.startsWith("<!", tag)) {
      return behind(">", tag);
    }
    if (text.startsWith("</", tag)) {
      int end = behind(">", tag);
      closeNamed(local(text.substring(tag + 2, nameEnd(tag + 2))));
      return end;
    }
    return start(tag);
  }

  private int behind(String mark, int from) {
    int at = text.indexOf(mark, from);
    return at < 0 ? text.length() : at + mark.length();
  }

  private int start(int tag) {
    int i = nameEnd(tag + 1);
    if (i == tag + 1) {
      return i;
    }
    Element element = new Element(local(text.substring(tag + 1, i)));
    while (true) {
      i = Ascii.skipBlanks(text, i);
      int end = i < text.length() ? nameEnd(i) : i;
      int quote = Ascii.skipBlanks(text, Ascii.skipBlanks(text, end) + 1);
      if (end == i || !assigned(end, quote)) {
        break;
      }
      int close = text.indexOf(text.charAt(quote), quote + 1);
      close = close < 0 ? text.length() : close;
      attribute(element, local(text.substring(i, end)), quote + 1, close);
      i = Math.min(text.length(), close + 1);
    }
    boolean empty = text.startsWith("/", i);
    int end = behind(">", i);
    if (empty || open.size() >= DEEPEST) {
      close(element);
    } else {
      open.push(element);
    }
    return end;
  }

  private boolean assigned(int nameEnd, int quote) {
    return text.startsWith("=", Ascii.skipBlanks(text, nameEnd))
        && quote < text.length()
        && (text.charAt(quote) == '"' || text.charAt(quote) == '\'');
  }

  private void attribute(Element element, String name, int from, int to) {
    if (SecretNames.inText(name)) {
      mask(new Range(from, to, name));
    } else if (XmlSecrets.NAMES.contains(name)) {
      String value = text.substring(from, to);
      element.secret = SecretNames.inText(value) ? value : element.secret;
    } else if (XmlSecrets.VALUES.contains(name)) {
      element.values.add(new Range(from, to, name));
    }
  }

  private void closeNamed(String name) {
    if (open.stream().noneMatch(element -> element.name.equals(name))) {
      return;
    }
    Element element;
    do {
      element = open.pop();
      close(element);
    } while (!element.name.equals(name));
  }

  /** Everything of an element is known now. */
  private void close(Element element) {
    Element parent = open.peek();
    if (element.secret != null) {
      for (Range range : element.texts) {
        mask(new Range(range.from, range.to, element.secret));
      }
      for (Range range : element.values) {
        mask(new Range(range.from, range.to, element.secret));
      }
    } else if (parent != null && XmlSecrets.NAMES.contains(element.name)) {
      StringBuilder name = new StringBuilder();
      element.texts.forEach(range -> name.append(text, range.from, range.to));
      String trimmed = name.toString().trim();
      parent.secret = SecretNames.inText(trimmed) ? trimmed : parent.secret;
    } else if (parent != null && XmlSecrets.VALUES.contains(element.name)) {
      parent.values.addAll(element.texts);
    }
  }

  private void mask(Range range) {
    masked.add(range);
  }

  private String written() {
    masked.sort((one, other) -> Integer.compare(one.from, other.from));
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    for (Range range : masked) {
      int from = Math.max(copied, range.from);
      int to = Math.max(from, range.to);
      if (range.name == null) {
        out.append(text, copied, from);
        copied = to;
        continue;
      }
      int start = Math.min(to, Ascii.skipBlanks(text, from));
      int end = Math.max(start, Ascii.skipBlanksBack(text, to));
      String value = text.substring(start, end);
      if (!harmless(range.name, value)) {
        out.append(text, copied, start);
        out.append(redaction.named(FloorRules.XML_VALUE, range.name, value));
        copied = end;
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static boolean harmless(String name, String value) {
    return value.isEmpty()
        || ObjectScrub.isHandle(value)
        || value.equals("true")
        || value.equals("false")
        || SecretNames.measure(name, value);
  }

  private int nameEnd(int from) {
    int i = from;
    while (i < text.length()
        && (Ascii.word(text.charAt(i)) || "-.:".indexOf(text.charAt(i)) >= 0)) {
      i++;
    }
    return i;
  }

  private static String local(String name) {
    return name.substring(name.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
  }
}
