package dev.jflare.scrub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The Datadog Agent's scrubber as it is, byte for byte, quirks and gaps included: what the
 * conformance vectors run against, and the floor that {@link Scrubber} is measured by. Whole texts
 * in memory; flares are written by {@link Scrubber}.
 */
final class DatadogScrubber {
  private final RuleSet single;
  private final RuleSet multi;

  DatadogScrubber(List<String> strippedKeys, Handles handles, List<Rule> extra) {
    List<Rule> rules = new ArrayList<>(DatadogRules.singleLine());
    rules.addAll(
        DatadogRules.configured(ScrubSettings.builder().strippedKeys(strippedKeys).build()));
    rules.addAll(extra);
    this.single = new RuleSet(rules, handles);
    this.multi = new RuleSet(DatadogRules.multiLine(), Handles.MASKED);
  }

  /** The rules of a flare: with the rule of section 3.6, handles kept. */
  static DatadogScrubber ofFlare() {
    return new DatadogScrubber(
        Collections.emptyList(),
        Handles.KEPT,
        Collections.singletonList(DatadogRules.flareApiKey()));
  }

  /** The text algorithm (reference datadog-flare 3.1). */
  byte[] bytes(byte[] input) {
    return text(new String(input, StandardCharsets.ISO_8859_1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The single-line rules alone: no comments, no blank lines. */
  String line(String text) {
    return single.apply(text, new Redaction(new ScrubTally()));
  }

  /** Parsed, scrubbed and written anew, then scrubbed as text; as text alone when it is no YAML. */
  byte[] yaml(byte[] input) {
    if (input.length == 0) {
      return input;
    }
    byte[] written;
    try {
      YamlTree tree = YamlTree.first(new String(input, StandardCharsets.UTF_8));
      written = YamlTree.write(objects().scrub(tree.root())).getBytes(StandardCharsets.UTF_8);
    } catch (IOException noYaml) {
      written = input; // section 3.7: the text algorithm then does what it can
    }
    return bytes(written);
  }

  /** Parsed, scrubbed and written anew; as text when it is no JSON. */
  byte[] json(byte[] input) {
    try {
      Object root = JsonTree.one(new String(input, StandardCharsets.UTF_8));
      return JsonTree.writeAsGo(objects().scrub(root)).getBytes(StandardCharsets.UTF_8);
    } catch (IOException noJson) {
      return bytes(input); // section 3.7
    }
  }

  private ObjectScrub objects() {
    return new ObjectScrub(
        single.rules(),
        ObjectScrub.Mode.DATADOG,
        new Redaction(new ScrubTally()),
        (text, redaction) -> value(text),
        single::apply);
  }

  /** A string inside of an object: every line stays. */
  private String value(String text) {
    Redaction redaction = new Redaction(new ScrubTally());
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

  private String text(String input) {
    Redaction redaction = new Redaction(new ScrubTally());
    StringBuilder out = new StringBuilder(input.length());
    boolean first = true;
    int from = 0;
    while (from < input.length()) {
      int end = Ascii.lineEnd(input, from);
      int stop = end > from && input.charAt(end - 1) == '\r' ? end - 1 : end;
      int content = Ascii.skipBlanks(input, from);
      if (content >= stop) {
        out.append('\n');
      } else if (input.charAt(content) != '#') {
        if (!first) {
          out.append('\n');
        }
        first = false;
        out.append(single.apply(input.substring(from, stop), redaction));
      }
      from = end + 1;
    }
    return multi.apply(out.toString(), redaction);
  }
}
