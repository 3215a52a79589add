package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.util.regex.Pattern;
import one.jfr.JfrClass;
import one.jfr.JfrReader;
import one.jfr.event.Event;

/**
 * The events by which tracers tell JFR what a thread works for. Of their fields only the two ids
 * are read, and only what looks like an id is taken.
 */
abstract class ScopeEvents extends Event {
  /** Of opentelemetry-java-contrib, jfr-events; ids are hexadecimal text. */
  static final String OPEN_TELEMETRY = "io.opentelemetry.context.Scope";

  /** Of older dd-trace-java; ids are numbers of 64 bits. */
  static final String DATADOG = "datadog.Scope";

  /**
   * Of dd-trace-java with its profiler on (seen with 1.68); knows the local root, not the trace.
   */
  static final String DATADOG_TIMELINE = "datadog.Timeline";

  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SPAN_ID = Pattern.compile("[0-9a-f]{16}");

  final long duration;

  private ScopeEvents(long time, long duration, int thread) {
    super(time, thread, 0);
    this.duration = duration;
  }

  /** The scope in nanoseconds since 1970, or null when its ids are none. */
  abstract @Nullable Scope scope(long begin, long end);

  static void register(JfrReader reader) {
    reader.registerEvent(OPEN_TELEMETRY, OpenTelemetry.class);
    reader.registerEvent(DATADOG, Datadog.class);
    reader.registerEvent(DATADOG_TIMELINE, DatadogTimeline.class);
  }

  /** Every event of a program has this field, unless a later JDK leaves it out. */
  private static void skipStackTrace(JfrReader in, String event) {
    JfrClass type = in.typesByName.get(event);
    if (type != null && type.field("stackTrace") != null) {
      in.getVarint();
    }
  }

  /** The reader makes events by reflection, so class and constructor are public. */
  public static final class OpenTelemetry extends ScopeEvents {
    private final @Nullable String traceId;
    private final @Nullable String spanId;

    public OpenTelemetry(JfrReader in) {
      super(in.getVarlong(), in.getVarlong(), in.getVarint());
      skipStackTrace(in, OPEN_TELEMETRY);
      this.traceId = in.getString();
      this.spanId = in.getString();
    }

    /**
     * A hyphen halves the trace id: 32 hexadecimal digits in a row are what an API key looks like,
     * and the scrubber, which is right to be careful, would mask all but five.
     */
    @Override
    @Nullable
    Scope scope(long begin, long end) {
      String trace = traceId;
      String span = spanId;
      if (trace == null
          || span == null
          || !TRACE_ID.matcher(trace).matches()
          || !SPAN_ID.matcher(span).matches()) {
        return null;
      }
      return new Scope(begin, end, trace.substring(0, 16) + '-' + trace.substring(16), span);
    }
  }

  /** As {@link OpenTelemetry}. */
  public static final class Datadog extends ScopeEvents {
    private final long traceId;
    private final long spanId;

    public Datadog(JfrReader in) {
      super(in.getVarlong(), in.getVarlong(), in.getVarint());
      skipStackTrace(in, DATADOG);
      this.traceId = in.getVarlong();
      this.spanId = in.getVarlong();
    }

    @Override
    Scope scope(long begin, long end) {
      return new Scope(begin, end, Long.toUnsignedString(traceId), Long.toUnsignedString(spanId));
    }
  }

  /** As {@link OpenTelemetry}. */
  public static final class DatadogTimeline extends ScopeEvents {
    private final long rootSpanId;
    private final long spanId;

    public DatadogTimeline(JfrReader in) {
      super(in.getVarlong(), in.getVarlong(), in.getVarint());
      skipStackTrace(in, DATADOG_TIMELINE);
      this.rootSpanId = in.getVarlong();
      this.spanId = in.getVarlong();
    }

    @Override
    @Nullable
    Scope scope(long begin, long end) {
      if (spanId == 0) {
        return null; // the thread worked, for no span
      }
      String root = Long.toUnsignedString(rootSpanId);
      return new Scope(begin, end, "local_root_span_id", root, Long.toUnsignedString(spanId));
    }
  }

  /** A time that a thread spent on a span, and the scope around it. */
  static final class Scope {
    final long begin;
    final long end;

    /** The label of the next; empty for a span of async-profiler, which has a tag alone. */
    final String traceLabel;

    final String traceId;
    final String spanId;
    @Nullable Scope around;

    Scope(long begin, long end, String traceId, String spanId) {
      this(begin, end, "trace_id", traceId, spanId);
    }

    Scope(long begin, long end, String traceLabel, String traceId, String spanId) {
      this.begin = begin;
      this.end = end;
      this.traceLabel = traceLabel;
      this.traceId = traceId;
      this.spanId = spanId;
    }
  }
}
