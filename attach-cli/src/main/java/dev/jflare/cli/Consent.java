package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what is about to leave this machine and asks. Without a terminal nobody is asked and
 * nothing leaves. Words and answers are those of the Datadog Agent's flare command.
 */
final class Consent {
  private final Terminal terminal;

  Consent(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What the archive holds, what was masked in it, and what it lacks. */
  void show(FlareArchive archive) {
    say(ByteCount.brief(archive.bytes()) + " in " + archive.entries() + " files, mode 0600");
    say("Masked: " + masked(archive.scrubbed()));
    if (archive.complete()) {
      say("Missing: nothing");
    } else {
      say("Missing:");
      archive.gaps().forEach(gap -> say("  " + terminal.paint(Style.NOTE, gap)));
    }
  }

  /** Says where it would go. */
  void announce(List<Path> archives, Sending sending) throws UserError {
    for (Path archive : archives) {
      say(
          terminal.paint(Style.NOTE, archive.toString())
              + " is going to be uploaded to "
              + sending.destination());
    }
    if (sending.lacksKey()) {
      terminal.warn(
          "No API key is set (DD_API_KEY, --config or --api-key-file): Datadog refuses flares"
              + " without one.");
    }
  }

  /**
   * Asks for the email address unless it is known.
   *
   * @return empty when there is none, and when nobody can be asked
   */
  String email(@Nullable String known) throws IOException {
    if (known != null) {
      return known;
    }
    return terminal.ask("Please enter your email: ").orElse("");
  }

  /** Whether the flares may leave: only a {@code y} or {@code Y} says so. */
  boolean given(int flares) throws IOException {
    String what = flares == 1 ? "a flare" : "these " + flares + " flares";
    Optional<String> answer = terminal.ask("Are you sure you want to upload " + what + "? [y/N] ");
    return answer.isPresent() && answer.get().equalsIgnoreCase("y");
  }

  /** Nobody is asked about something that -q has kept from them. */
  private void say(String line) {
    if (terminal.canAsk()) {
      terminal.tell(line);
    } else {
      terminal.say(line);
    }
  }

  /** Rules and hits in one line. */
  static String masked(Map<String, Long> scrubbed) {
    StringBuilder list = new StringBuilder();
    scrubbed.forEach(
        (rule, hits) -> {
          if (hits > 0) {
            list.append(list.length() == 0 ? "" : ", ").append(rule).append(' ').append(hits);
          }
        });
    return list.length() == 0 ? "nothing" : list.toString();
  }
}
