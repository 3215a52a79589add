package dev.jflare.profile;

import dev.jflare.pprof.Labels;
import dev.jflare.profile.ScopeEvents.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import one.jfr.event.Event;
import one.jfr.event.SpanEvent;

/**
 * Which trace a thread worked for at a time, as far as the program says so itself in JFR events:
 * OpenTelemetry's jfr-events extension and Datadog's tracer write one for each scope, when it ends.
 * Nothing is instrumented for it. A scope that has not ended when the recording does is not known.
 */
final class TraceScopes {
  /** Events of the program that are recorded for this, of all that it may have. */
  static final Set<String> EVENT_TYPES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              Arrays.asList(
                  ScopeEvents.OPEN_TELEMETRY, ScopeEvents.DATADOG, ScopeEvents.DATADOG_TIMELINE)));

  /** Those and async-profiler's own, which stand in its recordings. */
  static final Set<String> IN_FILES =
      Collections.unmodifiableSet(
          new LinkedHashSet<>(
              Arrays.asList(
                  ScopeEvents.OPEN_TELEMETRY,
                  ScopeEvents.DATADOG,
                  ScopeEvents.DATADOG_TIMELINE,
                  "profiler.Span")));

  /** For a program without such events. */
  static final TraceScopes NONE = new TraceScopes(Collections.emptyMap());

  /** About 30 MB; beyond it samples go without. */
  private static final int MOST = 200_000;

  private final Map<Long, Scope[]> byThread;

  private TraceScopes(Map<Long, Scope[]> byThread) {
    this.byThread = byThread;
  }

  /**
   * Reads the scopes of a recording.
   *
   * @throws IOException when it cannot be read to its end
   */
  static TraceScopes read(Path jdkFile) throws IOException {
    Gathering gathering = new Gathering();
    new RecordingFile(jdkFile).read(gathering);
    return of(gathering.scopes);
  }

  static TraceScopes of(Map<Long, List<Scope>> scopes) {
    Map<Long, Scope[]> sorted = new HashMap<>();
    scopes.forEach((thread, list) -> sorted.put(thread, nested(list)));
    return new TraceScopes(sorted);
  }

  /** Scopes of one thread lie within each other or apart, so each has one around it, or none. */
  private static Scope[] nested(List<Scope> list) {
    list.sort(Comparator.comparingLong(scope -> scope.begin));
    Scope around = null;
    for (Scope scope : list) {
      while (around != null && around.end < scope.begin) {
        around = around.around;
      }
      scope.around = around;
      around = scope;
    }
    return list.toArray(new Scope[0]);
  }

  /**
   * Adds the ids of the innermost scope, if there is one, and the tag of the innermost span of
   * async-profiler, which has a tag in place of ids.
   *
   * @param thread Java's id of the thread
   * @param time in nanoseconds since 1970
   */
  Labels label(Labels labels, long thread, long time) {
    Scope[] scopes = byThread.get(thread);
    if (scopes == null) {
      return labels;
    }
    int low = 0;
    int high = scopes.length;
    while (low < high) { // the first that begins later
      int middle = (low + high) >>> 1;
      if (scopes[middle].begin <= time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Labels more = labels;
    boolean traced = false;
    boolean tagged = false;
    for (Scope scope = low == 0 ? null : scopes[low - 1]; scope != null; scope = scope.around) {
      boolean tag = scope.traceLabel.isEmpty();
      if (scope.end < time || (tag ? tagged : traced)) {
        continue;
      }
      tagged |= tag;
      traced |= !tag;
      more =
          tag
              ? more.with("span", scope.spanId)
              : more.with(scope.traceLabel, scope.traceId).with("span_id", scope.spanId);
    }
    return more;
  }

  private static final class Gathering extends RecordingFile.Visitor {
    private final Map<Long, List<Scope>> scopes = new HashMap<>();
    private int count;

    @Override
    void event(Event event) {
      if (event instanceof SpanEvent && count < MOST) {
        SpanEvent span = (SpanEvent) event;
        long begin = epochNanos(span.time);
        if (span.tag != null) {
          add(span.tid, new Scope(begin, begin + nanos(span.duration), "", "", span.tag));
        }
      } else if (event instanceof ScopeEvents && count < MOST) {
        ScopeEvents ended = (ScopeEvents) event;
        long begin = epochNanos(ended.time);
        Scope scope = ended.scope(begin, begin + nanos(ended.duration));
        if (scope != null) {
          add(ended.tid, scope);
        }
      }
    }

    private void add(int thread, Scope scope) {
      count++;
      scopes.computeIfAbsent(javaThread(thread), none -> new ArrayList<>()).add(scope);
    }
  }
}
