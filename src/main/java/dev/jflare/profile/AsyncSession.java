package dev.jflare.profile;

import dev.jflare.profile.AsyncCommand.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * Starts with as much as this JVM allows.
   *
   * @throws RefusedException when not even CPU samples can be had
   */
  static AsyncSession start(
      AsyncProfiler profiler, AsyncCommand command, JavaBuild build, SessionFacts facts)
      throws RefusedException {
    String refusal = "";
    for (Set<Part> parts : AsyncCommand.ladder(build)) {
      String text = command.start(parts);
      try {
        facts.timed("async-profiler-start", () -> profiler.execute(text));
        facts.put(Fact.AP_VERSION, profiler.getVersion());
        facts.put(Fact.AP_COMMAND, text);
        facts.put(Fact.AP_INTERVAL, AsyncCommand.INTERVAL_NANOS);
        facts.put(Fact.AP_ALLOC_INTERVAL, command.allocIntervalBytes());
        facts.put(Fact.AP_LOCK_INTERVAL, command.lockIntervalNanos());
        return new AsyncSession(profiler, command, parts, facts);
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        refusal = "async-profiler with " + parts + ": " + e.getMessage();
        facts.refusal(refusal);
        deleteEmptyFile(command);
      }
    }
    throw new RefusedException(refusal);
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
  }

  Path file() {
    return command.file();
  }

  long fileSize() {
    return command.file().toFile().length();
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
