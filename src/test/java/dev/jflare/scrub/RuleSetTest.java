package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleSetTest {
  @Test
  void hundredsOfRules_eachHitsWhatIsItsOwn() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rules.add(
          Rule.named("rule " + i, SecretKind.KEY, "here")
              .hints("word" + i + "_", "other" + i + "_")
              .text(RegexFinder.masking("(?:word|other)" + i + "_([0-9]+)", 1))
              .build());
    }
    RuleSet set = new RuleSet(rules, Handles.MASKED);
    for (int i = 0; i < 300; i++) {
      ScrubTally tally = new ScrubTally();
      String text = "a other" + i + "_17 b WORD" + i + "_1";
      assertEquals(
          "a other" + i + "_" + Ascii.MASK + " b WORD" + i + "_1",
          set.apply(text, new Redaction(tally)));
      assertEquals("{rule " + i + "=1}", tally.toString());
    }
  }

  @Test
  void hintInAnyCase_isFoundInEveryOne() {
    RuleSet set =
        new RuleSet(List.of(rule().hintsInAnyCase("AbcdefghijklmN").build()), Handles.KEPT);
    assertTrue(hit(set, "x aBCDEFGHIJKLMn y"));
    assertFalse(hit(set, "x aBCDEFGHIJKLMx y"));
    assertFalse(hit(set, "aBCDEFGHIJKLM"));
  }

  @Test
  void hint_isFoundAsItIsWritten() {
    RuleSet set = new RuleSet(List.of(rule().hints("Key", "key:").build()), Handles.KEPT);
    assertTrue(hit(set, "a Key"));
    assertTrue(hit(set, "a key:"));
    assertFalse(hit(set, "a key"));
    assertFalse(hit(set, "a KEY:"));
  }

  @Test
  void runOfDigits_countsFromItsLength() {
    RuleSet set =
        new RuleSet(List.of(rule().hexRun(5).build(), rule().hexRun(9).build()), Handles.KEPT);
    assertTrue(hit(set, "x12Ab9x"));
    assertTrue(hit(set, "1234x12345"));
    assertFalse(hit(set, "x12Abx1234x"));
    assertFalse(hit(set, ""));
  }

  @Test
  void conditionAroundAHint_isAskedOfEachPlace() {
    Near digitBehind = (text, from, start, end, to) -> end < to && text[end] == '1';
    RuleSet set = new RuleSet(List.of(rule().hints("key").near(digitBehind).build()), Handles.KEPT);
    assertTrue(hit(set, "key key2 key1"));
    assertFalse(hit(set, "key key2 key"));
  }

  private static boolean hit(RuleSet set, String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return set.search(bytes, bytes.length).first(0) < bytes.length;
  }

  private static Rule.Builder rule() {
    return Rule.named("r", SecretKind.KEY, "here");
  }
}
