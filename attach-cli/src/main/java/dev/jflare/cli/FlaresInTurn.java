package dev.jflare.cli;

import dev.jflare.archive.FlareArchive;
import dev.jflare.json.Json;
import dev.jflare.jvm.JvmInfo;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Nullable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flares of several JVMs, one after the other, so that no two are disturbed at the same time. What
 * fails for one costs that one. Ctrl-C ends the running flare, and the rest is not begun.
 */
final class FlaresInTurn {
  private final OneFlare one;
  private final Delivery delivery;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private final Map<JvmInfo, Outcome> outcomes = new LinkedHashMap<>();

  FlaresInTurn(OneFlare one, Delivery delivery, Terminal terminal, Interrupts interrupts) {
    this.one = one;
    this.delivery = delivery;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  /** Takes them all, delivers what came out, and ends with the worst of the exit codes. */
  Outcome of(List<JvmInfo> jvms) throws UserError, IOException {
    Map<JvmInfo, FlareArchive> archives = new LinkedHashMap<>();
    for (JvmInfo jvm : jvms) {
      outcomes.put(jvm, NOT_BEGUN); // keeps the order; replaced by how it fares
      FlareArchive archive = interrupts.happened() ? null : take(jvm, jvms);
      if (archive != null) {
        archives.put(jvm, archive);
      }
    }
    List<Outcome> delivered = delivery.of(new ArrayList<>(archives.values()));
    int next = 0;
    for (JvmInfo jvm : archives.keySet()) {
      outcomes.put(jvm, delivered.get(next++));
    }
    return summary();
  }

  private static final Outcome NOT_BEGUN =
      Outcome.of(ExitCode.INTERRUPTED).with("error", "interrupted before it");

  private @Nullable FlareArchive take(JvmInfo jvm, List<JvmInfo> all) {
    terminal.say((all.indexOf(jvm) + 1) + " of " + all.size() + ": " + name(jvm));
    try {
      TargetChoice.stillThere(jvm.pid());
      FlareArchive archive = one.of(ProcessView.of(jvm.pid()));
      delivery.show(archive);
      return archive;
    } catch (UserError error) {
      outcomes.put(jvm, Failure.named(error, terminal));
    } catch (RuntimeException | LinkageError | OutOfMemoryError bug) {
      outcomes.put(jvm, Failure.bug(bug, terminal));
    }
    return null;
  }

  private Outcome summary() {
    int worst = ExitCode.OK;
    List<Object> results = new ArrayList<>();
    terminal.say("");
    for (Map.Entry<JvmInfo, Outcome> entry : outcomes.entrySet()) {
      Outcome outcome = entry.getValue();
      worst = ExitCode.worse(worst, outcome.exitCode());
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("pid", entry.getKey().pid());
      result.put("main", entry.getKey().program());
      result.put("exitCode", outcome.exitCode());
      result.putAll(outcome.fields());
      results.add(result);
      terminal.event(JsonLine.event("flare").withAll(result));
      terminal.say(name(entry.getKey()) + ": " + inWords(outcome));
    }
    return Outcome.of(worst).with("flares", results);
  }

  private static String inWords(Outcome outcome) {
    Map<String, Object> fields = outcome.fields();
    StringBuilder words = new StringBuilder();
    if (fields.get("archive") != null) {
      int gaps = Json.list(fields, "gaps").size();
      words.append(gaps == 0 ? "whole" : gaps == 1 ? "1 gap" : gaps + " gaps").append(", ");
      boolean leaks = outcome.exitCode() == ExitCode.LEAK_FOUND;
      words.append(
          leaks
              ? "not uploaded: the leak check found something"
              : fields.get("upload") == null ? "kept" : uploaded(outcome));
    } else {
      words.append(fields.getOrDefault("error", "nothing"));
    }
    return words.toString();
  }

  private static String uploaded(Outcome outcome) {
    if (outcome.exitCode() != ExitCode.OK) {
      return "not uploaded";
    }
    Map<?, ?> upload = Json.object(outcome.fields(), "upload");
    Object id = upload.get("caseId");
    return id == null || id.equals("") ? "uploaded" : "uploaded to case " + id;
  }

  private static String name(JvmInfo jvm) {
    return jvm.pid() + (jvm.program().isEmpty() ? "" : " " + jvm.program());
  }
}
