package dev.jflare.scrub;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Streams;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A crash report of HotSpot ({@code hs_err_pid*.log}, and {@code VM.info}, which has the same
 * sections), of JDK 8 to 25, on its way to the rules for text. Command lines are read as such, of
 * the environment only what is known to be harmless stays, and what the memory held goes: the words
 * under "Top of Stack" and "Instructions", vector registers, registers that hold no address, and
 * the text of objects that registers and stack slots point to (reference bundle-peers 3.1). Frames,
 * addresses, classes and sizes stay, for a crash is read by them.
 */
final class CrashReport extends InputStream {
  static final Rule MEMORY =
      Rule.named("memory of a crash", SecretKind.OTHER, "reference bundle-peers 3.1")
          .about("memory words, vector registers and object text in a crash report")
          .build();
  static final Rule ENVIRONMENT =
      Rule.named("environment variable", SecretKind.OTHER, "reference bundle-peers 3.1")
          .about("the value of a variable that is not known to be harmless")
          .build();

  static final List<Rule> RULES = Collections.unmodifiableList(Arrays.asList(MEMORY, ENVIRONMENT));

  /** A longer line is taken in pieces; no line of a crash report is. */
  private static final int LONGEST_PIECE = 1 << 16;

  private static final int LOOKED_AT = 128;

  private static final Pattern BEGINNING =
      Pattern.compile(
          "#\\s+# (?:A fatal error has been detected by|There is insufficient memory for|An error"
              + " report file|JRE version:)");

  private static final Pattern COMMAND =
      Pattern.compile("(?:Command Line|jvm_args|java_command|java_args): ?");

  private static final Pattern POINTED_FROM =
      Pattern.compile("(?:[A-Za-z0-9]{1,8} *=|stack at sp \\+ \\d+ slots: )");

  /** What may stay of the lines that say more about what a register points to. */
  private static final Pattern ABOUT_CODE =
      Pattern.compile(
          ".*\\[0x[0-9a-f]+, ?0x[0-9a-f]+\\] (?:= | *)\\d+(?: bytes)?"
              + "|\\[CodeBlob.*|Framesize: \\d+|\\w+ \\(0x[0-9a-f]+\\) used for [A-Za-z0-9 ]+"
              + "|\\{0x[0-9a-f]+\\} - klass: .*| - klass: .*| - length: \\d+|Compiled method .*");

  private static final Pattern LABEL = Pattern.compile(" - +[A-Za-z0-9_ ]{1,40}:");
  private static final Pattern WORD = Pattern.compile("0x[0-9a-f]{9,16}");
  private static final Pattern VECTOR = Pattern.compile("(?:[XYZ]MM|ST|V|Q)\\[?\\d");
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]+\"?");

  /** Selectors of segments, in 64 bits that are no address. */
  private static final String SEGMENTS = "CSGSFS=";

  private static final String READABLE = "readable memory:";

  private enum Section {
    OTHER,
    REGISTERS,
    OBJECTS,
    WORDS,
    ENVIRONMENT
  }

  private final InputStream in;
  private final Redaction redaction;
  private final byte[] block = new byte[1 << 14];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int blockPosition;
  private int blockLength;
  private byte[] ready = new byte[0];
  private int position;
  private Section section = Section.OTHER;

  CrashReport(InputStream in, Redaction redaction) {
    this.in = in;
    this.redaction = redaction;
  }

  /** Whether this begins like one; the stream stands where it stood. */
  static boolean begins(BufferedInputStream text) throws IOException {
    text.mark(LOOKED_AT);
    byte[] head = Streams.readUpTo(text, LOOKED_AT);
    text.reset();
    return BEGINNING.matcher(new String(head, StandardCharsets.ISO_8859_1)).lookingAt();
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, ready.length - position);
    System.arraycopy(ready, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (position == ready.length) {
      String next = nextLine();
      if (next.isEmpty()) {
        return false;
      }
      int end = next.length();
      while (end > 0 && (next.charAt(end - 1) == '\n' || next.charAt(end - 1) == '\r')) {
        end--;
      }
      String masked = masked(next.substring(0, end)) + next.substring(end);
      ready = masked.getBytes(StandardCharsets.ISO_8859_1);
      position = 0;
    }
    return true;
  }

  /** With its line feed; empty at the end. */
  private String nextLine() throws IOException {
    line.reset();
    int c = 0;
    while (c != '\n' && line.size() < LONGEST_PIECE) {
      if (blockPosition == blockLength) {
        blockLength = Math.max(0, in.read(block));
        blockPosition = 0;
        if (blockLength == 0) {
          break;
        }
      }
      c = block[blockPosition++];
      line.write(c);
    }
    return new String(line.toByteArray(), StandardCharsets.ISO_8859_1);
  }

  private String masked(String text) {
    Section begun = begun(text);
    if (begun != null) {
      section = begun;
      return text;
    }
    Matcher command = COMMAND.matcher(text);
    if (command.lookingAt()) {
      String arguments = text.substring(command.end());
      return command.group() + Arguments.maskLine(arguments, redaction);
    }
    switch (section) {
      case REGISTERS:
        return register(text);
      case OBJECTS:
        return object(text);
      case WORDS:
        return words(text);
      case ENVIRONMENT:
        return variable(text);
      default:
        return text;
    }
  }

  /** The section that this line is the title of; a blank line ends some. */
  private @Nullable Section begun(String text) {
    if (text.startsWith("Registers:")) {
      return Section.REGISTERS;
    }
    if (text.endsWith(" to memory mapping:")) {
      return Section.OBJECTS;
    }
    if (text.startsWith("Top of Stack:")
        || text.startsWith("Instructions:")
        || text.equals("[MachCode]")) {
      return Section.WORDS;
    }
    if (text.equals("Environment Variables:")) {
      return Section.ENVIRONMENT;
    }
    boolean blankEnds = section == Section.WORDS || section == Section.ENVIRONMENT;
    if (text.startsWith("---------------")
        || text.startsWith("Stack: [")
        || text.startsWith("siginfo:")
        || text.startsWith("Lock stack of ")
        || text.equals("[/MachCode]")
        || (blankEnds && text.trim().isEmpty())) {
      return Section.OTHER;
    }
    return null;
  }

  /** Addresses are 48 bits wide, or nearly all ones; anything else is data. */
  private String register(String text) {
    boolean vector = VECTOR.matcher(text).lookingAt();
    Matcher words = WORD.matcher(text);
    StringBuilder out = new StringBuilder();
    int copied = 0;
    while (words.find()) {
      boolean flags = text.startsWith(SEGMENTS, words.start() - SEGMENTS.length());
      if (vector || (data(words.group()) && !flags)) {
        out.append(text, copied, words.start()).append(hidden(words.group()));
        copied = words.end();
      }
    }
    return out.append(text, copied, text.length()).toString();
  }

  private static boolean data(String word) {
    return word.length() == 18 && !word.startsWith("0x0000") && !word.startsWith("0xffff");
  }

  private String object(String text) {
    if (text.trim().isEmpty() || ABOUT_CODE.matcher(text).matches()) {
      return text;
    }
    if (POINTED_FROM.matcher(text).lookingAt()) {
      int memory = text.indexOf(READABLE);
      int end = memory + READABLE.length();
      String known =
          memory < 0
              ? register(text)
              : register(text.substring(0, end)) + " " + hidden(text.substring(end));
      Matcher quoted = QUOTED.matcher(known);
      return quoted.find() ? known.substring(0, quoted.start()) + hidden(quoted.group()) : known;
    }
    Matcher label = LABEL.matcher(text);
    return label.lookingAt() && label.end() < text.length()
        ? label.group() + " " + hidden(text.substring(label.end()))
        : hidden(text);
  }

  private String words(String text) {
    int colon = text.indexOf(':');
    return colon < 0 || colon + 1 == text.length()
        ? hidden(text)
        : text.substring(0, colon + 1) + "   " + hidden(text.substring(colon + 1));
  }

  private String variable(String text) {
    int equals = text.indexOf('=');
    String value = text.substring(equals + 1);
    if (equals > 0 && Environment.harmless(text.substring(0, equals))) {
      return text.substring(0, equals + 1) + Arguments.maskLine(value, redaction);
    }
    return value.isEmpty()
        ? text
        : text.substring(0, equals + 1) + redaction.mask(ENVIRONMENT, value);
  }

  private String hidden(String text) {
    String trimmed = text.trim();
    return trimmed.isEmpty() ? text : redaction.mask(MEMORY, trimmed);
  }
}
