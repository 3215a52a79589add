package dev.jflare.profile;

import dev.jflare.profile.AsyncCommand.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import one.profiler.AsyncProfiler;

/** One run of async-profiler, from start to stop. */
final class AsyncSession {
  private final AsyncProfiler profiler;
  private final AsyncCommand command;
  private final Set<Part> parts;
  private final SessionFacts facts;

  private AsyncSession(
      AsyncProfiler profiler, AsyncCommand command, Set<Part> parts, SessionFacts facts) {
    this.profiler = profiler;
    this.command = command;
    this.parts = parts;
    this.facts = facts;
  }

  /**
   * Starts with as much as this JVM allows. Each new reason for less is a refusal among the facts.
   *
   * @throws RefusedException when nothing can be had; it names the last reason
   */
  static AsyncSession start(
      AsyncProfiler profiler, AsyncCommand command, JavaBuild build, SessionFacts facts)
      throws RefusedException {
    Set<String> reasons = new HashSet<>();
    String refusal = "";
    for (AsyncCommand attempt : command.alternatives()) {
      for (Set<Part> parts : attempt.ladder(build)) {
        String text = attempt.start(parts);
        try {
          facts.timed("async-profiler-start", () -> profiler.execute(text));
          describe(attempt, text, profiler.getVersion(), facts);
          return new AsyncSession(profiler, attempt, parts, facts);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
          refusal = "async-profiler refuses " + attempt.describe(parts) + ": " + e.getMessage();
          if (reasons.add(String.valueOf(e.getMessage()))) {
            facts.refusal(refusal);
          }
          deleteEmptyFile(attempt);
        }
      }
    }
    throw new RefusedException(refusal);
  }

  private static void describe(
      AsyncCommand command, String text, String version, SessionFacts facts) {
    facts.put(Fact.AP_VERSION, version);
    facts.put(Fact.AP_COMMAND, text);
    facts.put(Fact.AP_INTERVAL, AsyncCommand.INTERVAL_NANOS);
    facts.put(Fact.AP_ALLOC_INTERVAL, command.allocIntervalBytes());
    facts.put(Fact.AP_LOCK_INTERVAL, command.lockIntervalNanos());
  }

  boolean has(Part part) {
    return parts.contains(part);
  }

  /** A chunk border: what was recorded so far survives even a crash. */
  void mark() {
    execute("async-profiler-dump", command.dump());
  }

  /** Only now the objects that are still alive are written. */
  void stop() {
    execute("async-profiler-stop", AsyncCommand.stop());
    noteLosses();
  }

  Path file() {
    return command.file();
  }

  long fileSize() {
    return command.file().toFile().length();
  }

  /** The profiler's own counts: what it took, and what it had to let go. */
  private void noteLosses() {
    try {
      for (String line : profiler.execute(AsyncCommand.metrics()).split("\n")) {
        String[] counter = line.trim().split(" ");
        String fact = counter.length == 2 ? Fact.ofMetric(counter[0]) : "";
        if (!fact.isEmpty()) {
          facts.put(fact, counter[1]);
        }
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      facts.refusal("async-profiler does not tell its losses: " + e.getMessage());
    }
  }

  private void execute(String what, String text) {
    try {
      facts.timed(what, () -> profiler.execute(text));
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      facts.refusal(what + ": " + e.getMessage());
    }
  }

  /** A start that failed leaves a valid recording of nothing behind (reference profiles 3.1). */
  private static void deleteEmptyFile(AsyncCommand command) {
    try {
      Files.deleteIfExists(command.file());
    } catch (IOException stays) {
      // the next start overwrites it, and the work folder goes in the end
    }
  }
}
