package dev.jflare.scrub;

import java.util.Collections;
import java.util.Map;

/** A place in a text where something was masked, as it reads afterwards. */
public final class ScrubbedLine {
  private final int number;
  private final String text;
  private final Map<String, Long> rules;

  ScrubbedLine(int number, String text, ScrubTally tally) {
    this.number = number;
    this.text = text;
    this.rules = Collections.unmodifiableMap(tally.byRule());
  }

  /** The line of the original, from 1 on; 0 when it is not known. */
  public int number() {
    return number;
  }

  /** The line with its masks; of YAML and JSON the path of keys, and the value with its masks. */
  public String text() {
    return text;
  }

  /** How often each rule hit, by its id. */
  public Map<String, Long> rules() {
    return rules;
  }
}
