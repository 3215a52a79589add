package dev.jflare.scrub;

import dev.jflare.jfr.StringMask;
import dev.jflare.lang.Nullable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The secret values of one flare: what the rules that go by a name have found in the environment,
 * in properties, arguments and configuration. They are masked wherever they stand (reference
 * bundle-peers 3.1): as they are, escaped for JSON, XML or a URL, in Base64, in UTF-16.
 *
 * <p>What is too short or too common to be looked for everywhere is left out, by the rules of
 * {@link SecretWorth}; so is what is known as an ordinary word of this JVM, such as the name of its
 * user. Values of several lines are learnt line by line, long ones in pieces. At most {@link
 * #MOST_VALUES} are kept.
 *
 * <p>Safe to use from several threads.
 */
public final class KnownValues {
  /** The name under which the manifest counts what was masked because it was known. */
  public static final String RULE = "known value";

  public static final int MOST_VALUES = 1000;

  private static final int LONGEST_PIECE = 128;

  /** A shorter line of a value of several lines may be a word. */
  private static final int SHORTEST_LINE = 16;

  private final Set<String> seen = new HashSet<>();
  private final Set<String> ordinary = new HashSet<>();
  private final List<KnownValue> values = new ArrayList<>();
  private final List<byte[]> forms = new ArrayList<>();
  private final List<Integer> owners = new ArrayList<>();
  private int states;
  private boolean full;
  private @Nullable ByteMachine machine;

  /** Says that a word means nothing: a user's name, a host's. It will not be learnt any more. */
  public synchronized void ordinary(String word) {
    ordinary.add(word.trim());
  }

  /**
   * Takes a value unless it is too short or too common.
   *
   * @param value as it stands there; blanks and quotes around it do not count
   * @param kind which sort of secret it is, such as {@code password}
   */
  public void learn(String value, String kind) {
    String bare = bare(utf8(value));
    if (bare.indexOf('&') >= 0 && bare.indexOf(';') > 0) {
      pieces(withoutEntities(bare), kind); // it was read from XML, perhaps
    }
    if (bare.indexOf('\n') < 0 && !bare.contains("\\n")) {
      pieces(bare, kind);
      return;
    }
    for (String line : bare.split("\r?\n|\\\\r?\\\\?n", -1)) {
      if (line.trim().length() >= SHORTEST_LINE && !line.startsWith(PemBlock.DASHES)) {
        pieces(line.trim(), kind);
      }
    }
  }

  private void pieces(String value, String kind) {
    int parts = (value.length() + LONGEST_PIECE - 1) / LONGEST_PIECE;
    for (int i = 0; i < parts; i++) {
      // equal parts, so that no rest is too short; together they are all of it
      int from = (int) ((long) value.length() * i / parts);
      int to = (int) ((long) value.length() * (i + 1) / parts);
      add(value.substring(from, to), kind);
    }
  }

  private synchronized void add(String value, String kind) {
    if (full || ordinary.contains(value) || seen.contains(value) || !SecretWorth.known(value)) {
      return;
    }
    List<byte[]> written = ValueForms.of(value);
    int needed = ByteMachine.states(written);
    full = values.size() == MOST_VALUES || states + needed > ByteMachine.MOST_STATES;
    if (!full) {
      seen.add(value);
      states += needed;
      written.forEach(form -> owners.add(values.size()));
      forms.addAll(written);
      values.add(new KnownValue(value, kind));
      machine = null;
    }
  }

  private static String withoutEntities(String xml) {
    return xml.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  /** Blanks, quotes and what continues a line are no part of a value. */
  private static String bare(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && around(value.charAt(from))) {
      from++;
    }
    while (to > from && (around(value.charAt(to - 1)) || value.charAt(to - 1) == '\\')) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean around(char c) {
    return c <= ' ' || c == '"' || c == '\'';
  }

  /** A line that was read as Latin-1, because its encoding was not known, is most often UTF-8. */
  private static String utf8(String value) {
    if (value.chars().allMatch(c -> c < 0x80) || value.chars().anyMatch(c -> c > 0xff)) {
      return value;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException reallyLatin) {
      return value;
    }
  }

  public synchronized boolean isEmpty() {
    return values.isEmpty();
  }

  /** Whether there were more values than are kept. */
  public synchronized boolean isFull() {
    return full;
  }

  /** Whether all values look the same in every encoding of strings that a recording has. */
  public synchronized boolean isAscii() {
    return values.stream().allMatch(known -> known.value().chars().allMatch(c -> c < 0x80));
  }

  /** What was learnt from this one on, in the order of learning. */
  public synchronized List<KnownValue> since(int first) {
    int from = Math.min(first, values.size());
    return Collections.unmodifiableList(new ArrayList<>(values.subList(from, values.size())));
  }

  /** A text with stars in place of each known value. */
  public String mask(String text, ScrubTally tally) {
    KnownSpans spans = spans(text);
    return spans == null ? text : spans.replaced(text, tally);
  }

  /** As {@link #mask}, with as many stars as there were characters. */
  public String overlay(String text, ScrubTally tally) {
    KnownSpans spans = spans(text);
    if (spans == null) {
      return text;
    }
    String masked = text;
    for (int i = 0; i < spans.size(); i++) {
      masked = StringMask.blank(masked, spans.start(i), spans.end(i));
    }
    tally.add(RULE, spans.size());
    return masked;
  }

  private @Nullable KnownSpans spans(String text) {
    ByteMachine search = machine();
    return search == null || text.length() < SecretWorth.SHORTEST
        ? null
        : KnownSpans.of(search, text);
  }

  /**
   * Copies a text that was scrubbed before, with a mask for all values that are known by now.
   *
   * @return what was masked
   */
  public ScrubTally again(TextKind kind, InputStream in, OutputStream out) throws IOException {
    ScrubTally tally = new ScrubTally();
    boolean tree = kind == TextKind.YAML || kind == TextKind.JSON;
    byte[] head = tree ? Scrubber.head(in) : new byte[0];
    if (tree && head.length <= Scrubber.LARGEST_TREE) {
      out.write(KnownTree.masked(kind, head, this, tally));
    } else {
      copy(new SequenceInputStream(new ByteArrayInputStream(head), in), out, tally);
    }
    return tally;
  }

  /** Copies bytes with stars in place of each known value. Closes neither stream. */
  public void copy(InputStream in, OutputStream out, ScrubTally tally) throws IOException {
    through(masking(out, tally), in);
  }

  /** As {@link #copy}, with as many bytes as there were, for formats that tell lengths. */
  public void overlay(InputStream in, OutputStream out, ScrubTally tally) throws IOException {
    through(new MaskedOutput(machine(), out, tally, MaskedOutput.Mode.SAME_LENGTH), in);
  }

  private static void through(MaskedOutput masked, InputStream in) throws IOException {
    byte[] block = new byte[1 << 16];
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      masked.write(block, 0, n);
    }
    masked.finish();
  }

  /** Masks what passes; what is known now counts, not what is learnt meanwhile. */
  MaskedOutput masking(OutputStream out, ScrubTally tally) {
    return new MaskedOutput(machine(), out, tally, MaskedOutput.Mode.MASK);
  }

  /** Whether a known value is in these bytes, in any form. Does not close the stream. */
  public boolean in(InputStream in) throws IOException {
    ByteMachine search = machine();
    if (search == null) {
      return false;
    }
    byte[] block = new byte[1 << 16];
    ByteMachine.Walk walk = search.new Walk();
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      walk.at = 0;
      if (search.step(block, n, walk)) {
        return true;
      }
    }
    return false;
  }

  private synchronized @Nullable ByteMachine machine() {
    if (machine == null && !values.isEmpty()) {
      machine = new ByteMachine(forms, owners);
    }
    return machine;
  }
}
