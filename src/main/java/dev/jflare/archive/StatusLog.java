package dev.jflare.archive;

import dev.jflare.lang.Nullable;
import dev.jflare.lang.Version;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * {@code status.log}: the page to read first. What this JVM is, what stands out, what is missing.
 */
final class StatusLog {
  private StatusLog() {}

  static String text(
      FlareFacts facts,
      List<CollectorRecord> collectors,
      Manifest manifest,
      @Nullable String local) {
    StringBuilder text = new StringBuilder();
    text.append("jflare ")
        .append(Version.current())
        .append(", ")
        .append(facts.start())
        .append('\n');
    section(text, "This JVM");
    facts.target().forEach((key, value) -> line(text, key, String.valueOf(value)));
    facts.trigger().forEach((key, value) -> line(text, key, value));
    if (local != null) {
      line(text, "local", local);
    }
    section(text, "What stands out");
    boolean found = false;
    for (CollectorRecord collector : collectors) {
      for (Map.Entry<String, String> note : collector.notes.entrySet()) {
        if (note.getKey().startsWith(Evidence.FINDING)) {
          text.append("  ").append(note.getValue()).append('\n');
          found = true;
        }
      }
    }
    if (!found) {
      text.append("  nothing that this version looks for\n");
    }
    section(text, "What is missing");
    List<String> gaps = manifest.gaps();
    gaps.forEach(gap -> text.append("  ").append(gap).append('\n'));
    if (gaps.isEmpty()) {
      text.append("  nothing\n");
    }
    section(text, "What was masked");
    // no colon behind a rule's name: the scrubber, which reads this page too, would take it for a
    // key
    manifest
        .scrubbedByRule()
        .forEach(
            (rule, hits) ->
                text.append("  ").append(hits).append(" by ").append(rule).append('\n'));
    manifest.entries().stream()
        .filter(entry -> !entry.scrubbed.isEmpty())
        .forEach(entry -> text.append("  in ").append(masked(entry)).append('\n'));
    section(text, "Collectors");
    for (CollectorRecord collector : collectors) {
      String pause =
          collector.pauseMillis == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", %d pauses of %.1f ms in all",
                  collector.pauseCount,
                  collector.pauseMillis);
      line(
          text,
          collector.id,
          collector.status.word() + ", " + collector.durationMillis + " ms" + pause);
    }
    return text.toString();
  }

  /** {@code logs/app.log 2 by password, 1 by uri password}. */
  private static String masked(EntryRecord entry) {
    StringJoiner rules = new StringJoiner(", ", entry.path + " ", "");
    entry.scrubbed.forEach((rule, hits) -> rules.add(hits + " by " + rule));
    return rules.toString();
  }

  private static void section(StringBuilder text, String title) {
    text.append('\n').append(title).append('\n');
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(": ").append(value).append('\n');
  }
}
