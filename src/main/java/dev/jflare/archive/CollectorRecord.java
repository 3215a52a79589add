package dev.jflare.archive;

import dev.jflare.json.Json;
import dev.jflare.lang.Nullable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** How one collector fared, as the manifest describes it. */
public final class CollectorRecord {
  final String id;
  final Status status;
  final Instant start;
  final long durationMillis;

  /**
   * Time the JVM stood still while this collector ran, in milliseconds; null when it could not be
   * measured.
   */
  final @Nullable Double pauseMillis;

  /** How often it stood still meanwhile; null likewise. */
  final @Nullable Long pauseCount;

  final @Nullable String error;
  final List<String> gaps;
  final Map<String, String> notes;

  CollectorRecord(String id, Outcome outcome, List<String> gaps, Map<String, String> notes) {
    this.id = id;
    this.status = outcome.status;
    this.start = outcome.start;
    this.durationMillis = outcome.durationMillis;
    this.pauseMillis = outcome.pauseMillis;
    this.pauseCount = outcome.pauseCount;
    this.error = outcome.error;
    this.gaps = new ArrayList<>(gaps);
    this.notes = new LinkedHashMap<>(notes);
  }

  public String id() {
    return id;
  }

  public Status status() {
    return status;
  }

  /** What is missing, one line each; the error is not among them. */
  public List<String> gaps() {
    return Collections.unmodifiableList(gaps);
  }

  /** One line for a person: the error, else the first gap; empty when all is well. */
  public String trouble() {
    if (error != null) {
      return error;
    }
    if (gaps.isEmpty()) {
      return "";
    }
    int more = gaps.size() - 1;
    return gaps.get(0) + (more == 0 ? "" : " (and " + more + " more)");
  }

  /** The same with each text replaced. */
  CollectorRecord masked(UnaryOperator<String> each) {
    List<String> maskedGaps = new ArrayList<>(gaps);
    maskedGaps.replaceAll(each);
    Map<String, String> maskedNotes = new LinkedHashMap<>();
    notes.forEach((key, value) -> maskedNotes.put(key, each.apply(value)));
    String why = error == null ? null : each.apply(error);
    Outcome outcome = new Outcome(status, start, durationMillis, pauseMillis, pauseCount, why);
    return new CollectorRecord(id, outcome, maskedGaps, maskedNotes);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("status", status.word());
    json.put("start", start.toString());
    json.put("durationMillis", durationMillis);
    if (pauseMillis != null) {
      json.put("pauseMillis", pauseMillis);
    }
    if (pauseCount != null) {
      json.put("pauseCount", pauseCount);
    }
    if (error != null) {
      json.put("error", error);
    }
    if (!gaps.isEmpty()) {
      json.put("gaps", gaps);
    }
    if (!notes.isEmpty()) {
      json.put("notes", notes);
    }
    return json;
  }

  /** Reads what {@link #toJson} wrote. */
  static CollectorRecord fromJson(Map<?, ?> json) {
    Object pause = json.get("pauseMillis");
    Object error = json.get("error");
    Outcome outcome =
        new Outcome(
            Status.ofWord(Json.text(json, "status", "")),
            Instant.parse(Json.text(json, "start", "1970-01-01T00:00:00Z")),
            Json.number(json, "durationMillis", 0));
    if (pause instanceof Number) {
      outcome = outcome.paused(((Number) pause).doubleValue(), Json.number(json, "pauseCount", 0));
    }
    if (error != null) {
      outcome = outcome.because(error.toString());
    }
    List<String> gaps = new ArrayList<>();
    Json.list(json, "gaps").forEach(gap -> gaps.add(String.valueOf(gap)));
    Map<String, String> notes = new LinkedHashMap<>();
    Json.object(json, "notes")
        .forEach((key, value) -> notes.put(String.valueOf(key), String.valueOf(value)));
    return new CollectorRecord(Json.text(json, "id", "?"), outcome, gaps, notes);
  }

  /** The end of a collector's run: status, times, pause and error. */
  public static final class Outcome {
    final Status status;
    final Instant start;
    final long durationMillis;
    final @Nullable Double pauseMillis;
    final @Nullable Long pauseCount;
    final @Nullable String error;

    public Outcome(Status status, Instant start, long durationMillis) {
      this(status, start, durationMillis, null, null, null);
    }

    private Outcome(
        Status status,
        Instant start,
        long durationMillis,
        @Nullable Double pauseMillis,
        @Nullable Long pauseCount,
        @Nullable String error) {
      this.status = status;
      this.start = start;
      this.durationMillis = durationMillis;
      this.pauseMillis = pauseMillis;
      this.pauseCount = pauseCount;
      this.error = error;
    }

    /** With the safepoint time that passed meanwhile, in milliseconds, and in how many pieces. */
    public Outcome paused(double millis, long count) {
      return new Outcome(status, start, durationMillis, millis, count, error);
    }

    /** With what went wrong, in one line. */
    public Outcome because(String why) {
      return new Outcome(status, start, durationMillis, pauseMillis, pauseCount, why);
    }

    Outcome as(Status other) {
      return new Outcome(other, start, durationMillis, pauseMillis, pauseCount, error);
    }
  }
}
