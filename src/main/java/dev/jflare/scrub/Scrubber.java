package dev.jflare.scrub;

import static java.util.Objects.requireNonNull;

import dev.jflare.lang.Nullable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the secrets out of everything textual that goes into a flare. Immutable; may be used by
 * several threads at once.
 *
 * <p>Where names can be relied on, in maps, arguments and configuration, it learns the values that
 * it masks; what comes later is searched for them too. See {@link #known()}.
 *
 * <p>The rules are the Datadog Agent's ({@link DatadogRules}) and what they mask is masked here. On
 * purpose different, because a flare of a JVM is not a flare of an agent:
 *
 * <ul>
 *   <li>A line that starts with {@code #} stays in {@link TextKind#TEXT}: crash logs, thread dumps
 *       and Markdown would lose their content. {@link TextKind#CONFIG} drops such lines as Datadog
 *       does.
 *   <li>The last newline, CRLF and blank lines stay as they are.
 *   <li>All documents of a YAML file stay, not only the first; so do all values of a JSON file, the
 *       order of its keys, and numbers that do not fit a double.
 *   <li>Maps with keys that are no strings are walked; a block that begins like a PEM is masked
 *       even when its end is missing; a {@code ENC[name]} protects only a value that is nothing
 *       else.
 *   <li>{@link FloorRules} come on top.
 * </ul>
 */
public final class Scrubber {
  /** A line longer than this, in bytes, is scrubbed piece by piece; see {@link LongLine}. */
  static final int WINDOW = 1 << 20;

  /** YAML and JSON above this size, in bytes, are scrubbed line by line like a text. */
  public static final int LARGEST_TREE = 8 << 20;

  private static final int READ_BUFFER = 1 << 16;

  /** Variables and properties whose values are everywhere and no secrets. */
  private static final String[] WORDS_OF_THE_PROCESS = {
    "USER", "LOGNAME", "USERNAME", "HOSTNAME", "user.name"
  };

  private final RuleSet rules;
  private final KnownValues known = new KnownValues();

  private Scrubber(RuleSet rules) {
    this.rules = rules;
    known.ordinary(System.getProperty("user.name", ""));
  }

  /** A scrubber with the built-in rules and the keys of these settings. */
  public static Scrubber of(ScrubSettings settings) {
    List<Rule> rules = DefaultRules.all(requireNonNull(settings, "settings"));
    return new Scrubber(new RuleSet(rules, Handles.KEPT_ALONE));
  }

  RuleSet rules() {
    return rules;
  }

  /** The values that were learnt while this scrubber worked; one scrubber is one flare's. */
  public KnownValues known() {
    return known;
  }

  /**
   * Copies a text without its secrets. Reads to the end; closes neither stream. Bytes that are no
   * UTF-8 pass unharmed; a text with the mark of UTF-16 or UTF-32 becomes UTF-8. Memory does not
   * depend on the length of the input.
   *
   * @return what was masked, by rule
   */
  public ScrubTally scrub(TextKind kind, InputStream in, OutputStream out) throws IOException {
    ScrubTally tally = new ScrubTally();
    InputStream text = ByteOrderMark.removed(in);
    if (kind == TextKind.YAML || kind == TextKind.JSON) {
      tree(kind, text, out, learning(tally));
    } else {
      Redaction redaction = kind == TextKind.TEXT ? redaction(tally) : learning(tally);
      lines(text, out, format(kind), redaction);
    }
    return tally;
  }

  /**
   * Copies a text that was scrubbed before, with a mask for all values that are known by now.
   *
   * @return what was masked
   */
  public ScrubTally again(TextKind kind, InputStream in, OutputStream out) throws IOException {
    ScrubTally tally = new ScrubTally();
    byte[] head = kind == TextKind.YAML || kind == TextKind.JSON ? head(in) : new byte[0];
    if (head.length > 0 && head.length <= LARGEST_TREE) {
      out.write(KnownTree.masked(kind, head, known, tally));
    } else {
      known.copy(new SequenceInputStream(new ByteArrayInputStream(head), in), out, tally);
    }
    return tally;
  }

  /** A single string, such as a label or one field of the manifest; it may have several lines. */
  public String line(String text) {
    return line(text, new ScrubTally());
  }

  /** As {@link #line(String)}, counting. */
  public String line(String text, ScrubTally tally) {
    return known.mask(line(text, redaction(tally)), tally);
  }

  private String line(String text, Redaction redaction) {
    LineScrub scrub = new LineScrub(rules, LineScrub.Format.TEXT, redaction);
    if (text.indexOf('\n') < 0) {
      return orEmpty(scrub.next(text));
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      int end = Ascii.lineEnd(text, from);
      int stop = end > from && end < text.length() && text.charAt(end - 1) == '\r' ? end - 1 : end;
      String line = scrub.next(text.substring(from, stop));
      int next = Math.min(end + 1, text.length());
      if (line != null) {
        out.append(line).append(text, stop, next);
      }
      from = next;
    }
    return out.toString();
  }

  /** Where all that is masked gets its mask from. */
  private static Redaction redaction(ScrubTally tally) {
    return new Redaction(tally);
  }

  /** As {@link #redaction}, for what has names that can be relied on. */
  private Redaction learning(ScrubTally tally) {
    return new Redaction(tally, known);
  }

  private static String orEmpty(@Nullable String line) {
    return line == null ? "" : line;
  }

  /**
   * Properties, environment variables, attributes: the key decides as well as the value.
   *
   * @return a map with the same keys in the same order
   */
  public Map<String, String> properties(Map<String, String> properties, ScrubTally tally) {
    ObjectScrub objects = objects(learning(tally));
    Map<String, String> out = new LinkedHashMap<>();
    properties.forEach((key, value) -> out.put(key, String.valueOf(objects.masked(key, value))));
    return out;
  }

  /**
   * Learns the secret values of a process whose environment or properties these are; see {@link
   * #known()}. Nothing is written.
   */
  public void learn(Map<String, String> properties) {
    for (String name : WORDS_OF_THE_PROCESS) {
      known.ordinary(properties.getOrDefault(name, ""));
    }
    properties(properties, new ScrubTally());
    // JAVA_TOOL_OPTIONS and sun.java.command are command lines in their turn
    properties.values().forEach(value -> arguments(value, new ScrubTally()));
  }

  /** As {@link #learn(Map)}, of arguments. */
  public void learn(List<String> arguments) {
    arguments(arguments, new ScrubTally());
  }

  /** A command line as one string; see {@link #arguments(List, ScrubTally)}. */
  public String arguments(String commandLine, ScrubTally tally) {
    String masked = line(Arguments.maskLine(commandLine, learning(tally)), learning(tally));
    return known.mask(masked, tally);
  }

  /**
   * An argument vector of a JVM or a program: {@code -Dkey=value}, {@code --key=value} and the pair
   * {@code --key value} are masked when the key names a secret, all else goes through the rules for
   * text.
   *
   * @return a list of the same size
   */
  public List<String> arguments(List<String> arguments, ScrubTally tally) {
    List<String> out = new ArrayList<>();
    for (String argument : Arguments.mask(arguments, learning(tally))) {
      out.add(known.mask(line(argument, learning(tally)), tally));
    }
    return out;
  }

  private ObjectScrub objects(Redaction redaction) {
    return new ObjectScrub(
        rules.rules(), ObjectScrub.Mode.STRICT, redaction, this::value, this::line);
  }

  private String value(String text, Redaction redaction) {
    return known.mask(line(text, redaction), redaction.tally());
  }

  private static LineScrub.Format format(TextKind kind) {
    if (kind == TextKind.PROPERTIES) {
      return LineScrub.Format.PROPERTIES;
    }
    // a YAML that cannot be parsed loses its comments as one that can
    boolean dropped = kind == TextKind.CONFIG || kind == TextKind.YAML;
    return dropped ? LineScrub.Format.CONFIG : LineScrub.Format.TEXT;
  }

  private void lines(InputStream in, OutputStream out, LineScrub.Format format, Redaction redaction)
      throws IOException {
    MaskedOutput masked = known.masking(out, redaction.tally());
    new TextPass(rules, format, redaction, masked, WINDOW).copy(in);
    masked.finish();
  }

  private void tree(TextKind kind, InputStream in, OutputStream out, Redaction redaction)
      throws IOException {
    byte[] head = head(in);
    if (head.length > LARGEST_TREE) {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
      lines(all, out, format(kind), redaction);
      return;
    }
    Redaction ofTree = redaction.uncounted();
    String written;
    try {
      String text = new String(head, StandardCharsets.UTF_8);
      written = kind == TextKind.YAML ? yaml(text, ofTree) : json(text, ofTree);
    } catch (IOException unparsable) {
      lines(new ByteArrayInputStream(head), out, format(kind), redaction); // reference section 3.7
      return;
    }
    redaction.tally().merge(ofTree.tally());
    out.write(written.getBytes(StandardCharsets.UTF_8));
  }

  /** All of the stream, or one byte more than the largest tree. */
  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] buffer = new byte[READ_BUFFER];
    while (head.size() <= LARGEST_TREE) {
      int count = in.read(buffer, 0, Math.min(buffer.length, LARGEST_TREE + 1 - head.size()));
      if (count < 0) {
        break;
      }
      head.write(buffer, 0, count);
    }
    return head.toByteArray();
  }

  private String yaml(String text, Redaction redaction) throws IOException {
    if (text.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (YamlTree document : YamlTree.all(text)) {
      out.append(out.length() == 0 ? "" : "---\n");
      out.append(YamlTree.write(objects(redaction).scrub(document.root())));
    }
    return line(out.toString(), redaction);
  }

  private String json(String text, Redaction redaction) throws IOException {
    StringBuilder out = new StringBuilder();
    for (Object value : JsonTree.all(text)) {
      out.append(JsonTree.write(objects(redaction).scrub(value))).append('\n');
    }
    return out.toString();
  }
}
