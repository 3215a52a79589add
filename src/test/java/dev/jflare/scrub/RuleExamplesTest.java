package dev.jflare.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule does what its examples say, by itself and in the set. */
class RuleExamplesTest {
  private final Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(DefaultRules.all(ScrubSettings.defaults()));
    rules.addAll(DatadogRules.singleLine());
    rules.addAll(DatadogRules.multiLine());
    return rules;
  }

  @TestFactory
  Stream<DynamicTest> examples() {
    return rules().stream()
        .flatMap(
            rule ->
                rule.examples.stream()
                    .map(
                        example ->
                            DynamicTest.dynamicTest(
                                rule.id + ": " + example.input, () -> check(rule, example))));
  }

  private void check(Rule rule, Example example) {
    assertEquals(example.expected, alone(rule, example.input));
    assertEquals(example.expected, alone(rule, example.expected), "again");
  }

  private String alone(Rule rule, String text) {
    if (rule.finder != null) {
      return new RuleSet(List.of(rule), Handles.KEPT_ALONE)
          .apply(text, new Redaction(new ScrubTally()));
    }
    return rule.key == null ? scrubber.line(text) : object(rule, text);
  }

  private static String object(Rule rule, String text) {
    String[] pair = text.split(": ", 2);
    Object value = value(pair[1]);
    ObjectScrub scrub =
        new ObjectScrub(
            List.of(rule),
            ObjectScrub.Mode.STRICT,
            new Redaction(new ScrubTally()),
            (string, redaction) -> string,
            (string, redaction) -> string);
    return pair[0] + ": " + shown(scrub.masked(pair[0], value));
  }

  /** A flow map of one level, which is all that the examples need. */
  private static Object value(String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (String entry : text.substring(1, text.length() - 1).split(", ")) {
      String[] pair = entry.split(": ", 2);
      boolean list = pair[1].startsWith("[");
      map.put(
          pair[0], list ? List.of(pair[1].substring(1, pair[1].length() - 1)) : (Object) pair[1]);
    }
    return map;
  }

  private static String shown(Object value) {
    return value.toString().replace("=", ": ");
  }

  @Test
  void eachRule_saysWhatItIsAndHasExamples() {
    for (Rule rule : rules()) {
      assertFalse(rule.about.isEmpty(), rule.id);
      assertFalse(rule.source.isEmpty(), rule.id);
      assertTrue(rule.examples.stream().anyMatch(Example::hits), rule.id + " has no hit");
      assertTrue(
          rule.examples.stream().anyMatch(example -> !example.hits()), rule.id + " has no miss");
    }
  }

  @Test
  void idsAreNotTakenTwice() {
    Set<String> ids = new HashSet<>();
    for (Rule rule : DefaultRules.all(ScrubSettings.defaults())) {
      assertTrue(ids.add(rule.id), rule.id);
    }
  }

  @Test
  void theSet_leavesNothingOfAHit() {
    for (Rule rule : DefaultRules.all(ScrubSettings.defaults())) {
      for (Example example : rule.examples) {
        String once = scrubber.line(example.input);
        assertEquals(once, scrubber.line(once), rule.id);
        if (example.hits() && rule.finder != null) {
          assertFalse(once.equals(example.input), rule.id + ": " + example.input);
        }
      }
    }
  }
}
