package dev.jflare.scrub;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The Datadog Agent's scrubber as it is, byte for byte, quirks and gaps included: what the
 * conformance vectors run against, the floor that {@link Scrubber} is measured by, and the whole of
 * the scrubber where {@code jflare.scrub.rules} says so.
 */
final class DatadogScrubber {
  private final RuleSet single;
  private final RuleSet multi;

  DatadogScrubber(List<String> strippedKeys, Handles handles, List<Rule> extra) {
    this(ScrubSettings.builder().strippedKeys(strippedKeys).build(), handles, extra);
  }

  private DatadogScrubber(ScrubSettings settings, Handles handles, List<Rule> extra) {
    List<Rule> rules = new ArrayList<>(DatadogRules.singleLine());
    rules.addAll(DatadogRules.configured(settings));
    rules.addAll(extra);
    this.single = new RuleSet(rules, handles);
    this.multi = new RuleSet(DatadogRules.multiLine(), Handles.MASKED);
  }

  /** The rules of a flare: with the rule of section 3.6, handles kept. */
  static DatadogScrubber ofFlare() {
    return ofFlare(ScrubSettings.defaults(), Collections.emptyList());
  }

  /** As {@link #ofFlare()}, with the keys and the rules of a site. */
  static DatadogScrubber ofFlare(ScrubSettings settings, List<Rule> custom) {
    List<Rule> extra = new ArrayList<>();
    extra.add(DatadogRules.flareApiKey());
    extra.addAll(custom);
    return new DatadogScrubber(settings, Handles.KEPT, extra);
  }

  List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(single.rules());
    rules.addAll(multi.rules());
    return rules;
  }

  private static Redaction uncounted() {
    return new Redaction(new ScrubTally());
  }

  /** The text algorithm (reference datadog-flare 3.1). */
  byte[] bytes(byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(input.length);
    try {
      new DatadogText(single, multi, uncounted()).copy(new ByteArrayInputStream(input), out);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return out.toByteArray();
  }

  /** The single-line rules alone: no comments, no blank lines. */
  String line(String text) {
    return single.apply(text, uncounted());
  }

  /** Parsed, scrubbed and written anew, then scrubbed as text; as text alone when it is no YAML. */
  byte[] yaml(byte[] input) {
    return bytes(yamlTree(input, uncounted()));
  }

  /** Parsed, scrubbed and written anew; as text when it is no JSON. */
  byte[] json(byte[] input) {
    try {
      return jsonTree(input, uncounted());
    } catch (IOException noJson) {
      return bytes(input); // section 3.7
    }
  }

  /**
   * A whole entry of a flare. What is larger than the largest tree is scrubbed as a text, in
   * constant memory.
   */
  void copy(TextKind kind, InputStream in, OutputStream out, Redaction redaction)
      throws IOException {
    DatadogText text = new DatadogText(single, multi, redaction);
    if (kind != TextKind.YAML && kind != TextKind.JSON) {
      text.copy(in, out);
      return;
    }
    byte[] head = Scrubber.head(in);
    InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
    if (head.length > Scrubber.LARGEST_TREE) {
      text.copy(all, out);
    } else if (kind == TextKind.YAML) {
      text.copy(new ByteArrayInputStream(yamlTree(head, redaction)), out);
    } else {
      Redaction ofTree = redaction.uncounted();
      byte[] tree;
      try {
        tree = jsonTree(head, ofTree);
      } catch (IOException noJson) {
        text.copy(all, out);
        return;
      }
      redaction.tally().merge(ofTree.tally());
      out.write(tree);
    }
  }

  private byte[] yamlTree(byte[] input, Redaction redaction) {
    if (input.length == 0) {
      return input;
    }
    Redaction ofTree = redaction.uncounted();
    try {
      YamlTree tree = YamlTree.first(new String(input, StandardCharsets.UTF_8));
      String written = YamlTree.write(objects(ofTree).scrub(tree.root()));
      redaction.tally().merge(ofTree.tally());
      return written.getBytes(StandardCharsets.UTF_8);
    } catch (IOException noYaml) {
      return input; // section 3.7: the text algorithm then does what it can
    }
  }

  private byte[] jsonTree(byte[] input, Redaction redaction) throws IOException {
    Object root = JsonTree.one(new String(input, StandardCharsets.UTF_8));
    return JsonTree.writeAsGo(objects(redaction).scrub(root)).getBytes(StandardCharsets.UTF_8);
  }

  ObjectScrub objects(Redaction redaction) {
    return new ObjectScrub(
        single.rules(), ObjectScrub.Mode.DATADOG, redaction, this::value, single::apply);
  }

  /** A string inside of an object: every line stays. */
  String value(String text, Redaction redaction) {
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    while (true) {
      int end = Ascii.lineEnd(text, from);
      out.append(single.apply(text.substring(from, end), redaction));
      if (end == text.length()) {
        return multi.apply(out.toString(), redaction);
      }
      out.append('\n');
      from = end + 1;
    }
  }
}
