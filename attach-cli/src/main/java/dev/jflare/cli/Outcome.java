package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.lang.Nullable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ended: its exit code, and what the last JSON line says beyond it. */
final class Outcome {
  private final int exitCode;
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Ended with one of {@link ExitCode}. */
  static Outcome of(int exitCode) {
    return new Outcome(exitCode);
  }

  Outcome with(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /** With the fields of another one behind its own. */
  Outcome withAll(Outcome other) {
    other.fields.forEach(fields::putIfAbsent);
    return this;
  }

  /** With the archive's place and whether it is whole, ahead of everything else. */
  Outcome describing(FlareArchive archive) {
    Map<String, Object> rest = new LinkedHashMap<>(fields);
    fields.clear();
    fields.put("archive", archive.file().toString());
    fields.put("complete", archive.complete());
    fields.put("gaps", archive.gaps());
    fields.put("leaks", LeakStop.json(archive.leaks()));
    fields.putAll(rest);
    return this;
  }

  int exitCode() {
    return exitCode;
  }

  Map<String, Object> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
