package dev.jflare.cli;

import dev.jflare.archive.Leak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An archive in which the leak check found something does not leave. */
final class LeakStop {
  /** So many are named; more would hide what to do about them. */
  private static final int NAMED = 10;

  private LeakStop() {}

  /** Stops an upload that was about to begin. */
  static Outcome of(Path archive, List<Leak> leaks, Terminal terminal) {
    String what = "the leak check stopped the upload: " + text(leaks);
    terminal.complain(new UserError(ExitCode.LEAK_FOUND, what, nextStep(archive)));
    return Outcome.of(ExitCode.LEAK_FOUND).with("upload", null).with("error", what);
  }

  /** After masking there is still something: the result is kept, for a person to look at. */
  static Outcome afterRedaction(Path file, List<Leak> leaks, Terminal terminal) {
    String what = "the leak check still finds something in " + file + ": " + text(leaks);
    terminal.complain(new UserError(ExitCode.LEAK_FOUND, what, "Look at these entries by hand."));
    return Outcome.of(ExitCode.LEAK_FOUND).with("leaks", json(leaks)).with("error", what);
  }

  /** Says what is in an archive that nobody was going to upload now. */
  static void warn(Path archive, List<Leak> leaks, Terminal terminal) {
    terminal.warn("the leak check found something: " + text(leaks) + "\n" + nextStep(archive));
  }

  /** Entry and rule of each, for the result line. */
  static List<Object> json(List<Leak> leaks) {
    List<Object> json = new ArrayList<>();
    for (Leak leak : leaks) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("entry", leak.entry());
      one.put("rule", leak.rule());
      json.add(one);
    }
    return json;
  }

  private static String text(List<Leak> leaks) {
    String named =
        leaks.stream().limit(NAMED).map(Leak::toString).collect(Collectors.joining("; "));
    return leaks.size() <= NAMED ? named : named + "; and " + (leaks.size() - NAMED) + " more";
  }

  private static String nextStep(Path archive) {
    return "The archive is kept. Mask what was found, look at it, and send the new one:"
        + " java -jar attach.jar redact '"
        + archive
        + "'\nWhat is no secret can be allowed in the configuration: jflare.scrub.allow";
  }
}
