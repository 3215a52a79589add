package dev.jflare.scrub;

import static java.util.Objects.requireNonNull;

import dev.jflare.lang.Nullable;
import java.io.BufferedInputStream;
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
import java.util.function.Consumer;

/**
 * Takes the secrets out of everything textual that goes into a flare. Immutable; may be used by
 * several threads at once.
 *
 * <p>Where names can be relied on it learns the values that it masks: {@link #known()}.
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

  private final ScrubSettings settings;
  private final RuleSet rules;
  private final KnownValues known;
  private final Allowed allowed;

  /** The Datadog Agent's scrubber, which does all texts when the settings say so. */
  private final @Nullable DatadogScrubber datadog;

  private Scrubber(ScrubSettings settings, KnownValues known, String... paths) {
    this.settings = settings;
    this.known = known;
    List<Rule> custom = new ArrayList<>();
    settings.custom().stream()
        .filter(rule -> rule.isFor(paths))
        .forEach(rule -> custom.add(rule.rule()));
    this.rules = new RuleSet(DefaultRules.all(settings, custom), Handles.KEPT_ALONE);
    List<UserRule> readable = new ArrayList<>();
    settings.allowed().stream().filter(rule -> rule.isFor(paths)).forEach(readable::add);
    this.allowed = readable.isEmpty() ? Allowed.NOTHING : new Allowed(readable);
    this.datadog = settings.datadog() ? DatadogScrubber.ofFlare(settings, custom) : null;
  }

  private Scrubber(
      ScrubSettings settings,
      RuleSet rules,
      Allowed allowed,
      @Nullable DatadogScrubber datadog,
      KnownValues known) {
    this.settings = settings;
    this.rules = rules;
    this.allowed = allowed;
    this.datadog = datadog;
    this.known = known;
  }

  /** A scrubber with the built-in rules and those of these settings. */
  public static Scrubber of(ScrubSettings settings) {
    KnownValues known = new KnownValues();
    known.ordinary(System.getProperty("user.name", ""));
    return new Scrubber(requireNonNull(settings, "settings"), known);
  }

  /**
   * The scrubber for one file, which also knows the user's rules that are for some files only.
   *
   * @param paths names of the same file: its entry in the archive, where it was copied from
   */
  public Scrubber in(String... paths) {
    boolean always =
        settings.custom().stream().noneMatch(UserRule::forSomeFiles)
            && settings.allowed().stream().noneMatch(UserRule::forSomeFiles);
    return always ? this : new Scrubber(settings, known, paths);
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
    if (datadog != null) {
      datadog.copy(kind, in, out, redaction(tally));
      return tally;
    }
    InputStream text = ByteOrderMark.removed(in);
    if (kind == TextKind.XML) {
      xml(text, out, learning(tally));
    } else if (kind == TextKind.YAML || kind == TextKind.JSON) {
      tree(kind, text, out, learning(tally));
    } else if (kind == TextKind.CRASH || kind == TextKind.TEXT) {
      BufferedInputStream plain = new BufferedInputStream(text, READ_BUFFER);
      boolean crash = kind == TextKind.CRASH || CrashReport.begins(plain);
      InputStream masked = crash ? new CrashReport(plain, redaction(tally)) : plain;
      lines(masked, out, LineScrub.Format.TEXT, redaction(tally));
    } else {
      lines(text, out, format(kind), learning(tally));
    }
    return tally;
  }

  /**
   * Says where {@link #scrub} would mask something, and what is left to see there.
   *
   * @param in read to its end, not closed
   */
  public void explain(TextKind kind, InputStream in, Consumer<ScrubbedLine> each)
      throws IOException {
    if (datadog != null) {
      return; // goes over the whole of a text again and again, so that lines are not known
    }
    ScrubTally tally = new ScrubTally();
    Redaction redaction = redaction(tally);
    Explanation explanation = new Explanation(each);
    BufferedInputStream text = new BufferedInputStream(ByteOrderMark.removed(in), READ_BUFFER);
    if (kind == TextKind.YAML || kind == TextKind.JSON) {
      byte[] head = head(text);
      try {
        String source = new String(head, StandardCharsets.UTF_8);
        explanation.tree(
            source, documents(kind, source, head.length), of -> objects(redaction(of)));
        return;
      } catch (IOException unparsable) {
        text =
            new BufferedInputStream(new SequenceInputStream(new ByteArrayInputStream(head), text));
      }
    }
    boolean crash = kind == TextKind.CRASH || (kind == TextKind.TEXT && CrashReport.begins(text));
    InputStream lines = crash ? new CrashReport(text, redaction) : text;
    explanation.lines(lines, new LineScrub(rules, format(kind), redaction), tally);
  }

  private static List<Object> documents(TextKind kind, String source, int bytes)
      throws IOException {
    if (bytes > LARGEST_TREE) {
      throw new IOException("too large for a tree");
    }
    if (kind == TextKind.JSON) {
      return JsonTree.all(source);
    }
    List<Object> roots = new ArrayList<>();
    for (YamlTree document : YamlTree.all(source)) {
      roots.add(document.root());
    }
    return roots;
  }

  /** All rules of this scrubber, in the order in which they are tried. */
  public List<RuleFacts> catalogue() {
    List<RuleFacts> facts = new ArrayList<>();
    List<Rule> all = datadog != null ? datadog.rules() : rules.rules();
    all.forEach(rule -> facts.add(new RuleFacts(rule)));
    CrashReport.RULES.forEach(rule -> facts.add(new RuleFacts(rule)));
    return facts;
  }

  /** A single string, such as a label or one field of the manifest; it may have several lines. */
  public String line(String text) {
    return line(text, new ScrubTally());
  }

  /** As {@link #line(String)}, counting. */
  public String line(String text, ScrubTally tally) {
    Redaction redaction = redaction(tally);
    String byRules = datadog != null ? datadog.value(text, redaction) : line(text, redaction);
    return known.mask(byRules, tally);
  }

  private String line(String text, Redaction redaction) {
    LineScrub scrub = new LineScrub(rules, LineScrub.Format.TEXT, redaction);
    if (text.indexOf('\n') < 0) {
      String line = scrub.next(text);
      return line == null ? "" : line;
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

  /**
   * What looks for secrets that this scrubber has missed. Whoever has chosen the Datadog Agent's
   * rules has chosen their gaps too, and is not held back by what they leave.
   */
  public LeakSearch leakSearch() {
    List<Rule> shapes = new ArrayList<>(rules.rules());
    shapes.removeIf(rule -> !rule.shape || settings.datadog());
    RuleSet left = new RuleSet(shapes, Handles.KEPT_ALONE);
    return new LeakSearch(new Scrubber(settings, left, allowed, null, known));
  }

  /** Where all that is masked gets its mask from. */
  private Redaction redaction(ScrubTally tally) {
    return new Redaction(tally).allowing(allowed);
  }

  /** As {@link #redaction}, for what has names that can be relied on. */
  private Redaction learning(ScrubTally tally) {
    return redaction(tally).teaching(known);
  }

  /**
   * Properties, environment variables, attributes: the key decides as well as the value.
   *
   * @return a map with the same keys in the same order
   */
  public Map<String, String> properties(Map<String, String> properties, ScrubTally tally) {
    Redaction redaction = learning(tally);
    ObjectScrub objects = datadog != null ? datadog.objects(redaction) : objects(redaction);
    Map<String, String> out = new LinkedHashMap<>();
    properties.forEach((key, value) -> out.put(key, String.valueOf(objects.masked(key, value))));
    return out;
  }

  /** The same rules, with nothing learnt yet. */
  Scrubber forAnotherFlare() {
    return new Scrubber(settings, rules, allowed, datadog, new KnownValues());
  }

  /** A command line as one string; see {@link #arguments(List, ScrubTally)}. */
  public String arguments(String commandLine, ScrubTally tally) {
    if (datadog != null) {
      return line(commandLine, tally);
    }
    String byName = Arguments.maskLine(commandLine, learning(tally));
    return known.mask(line(byName, learning(tally)), tally);
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
    if (datadog != null) {
      arguments.forEach(argument -> out.add(line(argument, tally)));
      return out;
    }
    for (String argument : Arguments.mask(arguments, learning(tally))) {
      out.add(known.mask(line(argument, learning(tally)), tally));
    }
    return out;
  }

  private ObjectScrub objects(Redaction redaction) {
    return new ObjectScrub(
        rules.rules(),
        ObjectScrub.Mode.STRICT,
        redaction,
        (text, of) -> known.mask(line(text, of), of.tally()),
        this::line);
  }

  private static LineScrub.Format format(TextKind kind) {
    switch (kind) {
      case PROPERTIES:
        return LineScrub.Format.PROPERTIES;
      case TOML:
        return LineScrub.Format.TOML;
      case ENV:
        return LineScrub.Format.ENV;
      case CONFIG:
      case YAML: // one that cannot be parsed loses its comments as one that can
        return LineScrub.Format.CONFIG;
      default:
        return LineScrub.Format.TEXT;
    }
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

  /** In one character for each byte, because XML tells its encoding itself. */
  private void xml(InputStream in, OutputStream out, Redaction redaction) throws IOException {
    byte[] head = head(in);
    byte[] byName =
        head.length > LARGEST_TREE
            ? head
            : XmlFile.scrub(new String(head, StandardCharsets.ISO_8859_1), redaction)
                .getBytes(StandardCharsets.ISO_8859_1);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(byName), in);
    lines(all, out, LineScrub.Format.TEXT, redaction);
  }

  /** All of the stream, or one byte more than the largest tree. */
  static byte[] head(InputStream in) throws IOException {
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
