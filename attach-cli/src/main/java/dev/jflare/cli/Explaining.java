package dev.jflare.cli;

import dev.jflare.archive.RedactionListener;
import dev.jflare.scrub.RuleFacts;
import dev.jflare.scrub.ScrubTally;
import dev.jflare.scrub.ScrubbedLine;
import dev.jflare.scrub.Scrubber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says which rule hit where; what was there is never shown, only what is left. */
final class Explaining implements RedactionListener {
  /** What is shown on either side of a mask. */
  private static final int AROUND = 50;

  private static final String MASK = "***";

  private final boolean wanted;
  private final boolean outputIsTaken;
  private final Terminal terminal;
  private final Map<String, String> kinds = new HashMap<>();
  private final List<Object> notes = new ArrayList<>();

  /**
   * @param wanted whether a person asked for it; notes are told in any case
   * @param outputIsTaken whether the masked text is on standard output
   */
  Explaining(boolean wanted, boolean outputIsTaken, Scrubber scrubber, Terminal terminal) {
    this.wanted = wanted;
    this.outputIsTaken = outputIsTaken;
    this.terminal = terminal;
    for (RuleFacts rule : scrubber.catalogue()) {
      kinds.put(rule.id(), rule.kind());
    }
  }

  @Override
  public boolean wantsLines() {
    return wanted;
  }

  @Override
  public void line(String where, ScrubbedLine line) {
    String place = line.number() == 0 ? where : where + ":" + line.number();
    hit(place, line.rules(), line.text());
  }

  @Override
  public void string(String where, String place, String masked, ScrubTally rules) {
    if (wanted && rules.total() > 0) {
      hit(where + ": " + place, rules.byRule(), masked);
    }
  }

  @Override
  public void note(String where, String what) {
    notes.add(where + ": " + what);
    terminal.warn(where + ": " + what);
  }

  /** What a person has to know, one line each. */
  List<Object> notes() {
    return notes;
  }

  private void hit(String place, Map<String, Long> rules, String text) {
    String named =
        rules.keySet().stream()
            .map(rule -> rule + " (" + kinds.getOrDefault(rule, "secret") + ")")
            .collect(Collectors.joining(", "));
    String shown = excerpt(text);
    String line = place + ": " + named + ": " + shown;
    if (outputIsTaken) {
      terminal.tell(line);
    } else {
      terminal.result(line);
    }
    terminal.event(
        JsonLine.event("masked").with("at", place).with("rules", rules).with("text", shown));
  }

  private static String excerpt(String text) {
    int mask = text.indexOf(MASK);
    int from = Math.max(0, mask - AROUND);
    int last = text.lastIndexOf(MASK);
    int to = Math.min(text.length(), Math.min(last, mask + AROUND) + MASK.length() + AROUND);
    String middle =
        mask < 0
            ? text.substring(0, Math.min(text.length(), 2 * AROUND))
            : text.substring(from, Math.max(from, to));
    return (from > 0 ? "..." : "")
        + middle.trim().replace('\n', ' ')
        + (mask >= 0 && to < text.length() ? "..." : "");
  }
}
