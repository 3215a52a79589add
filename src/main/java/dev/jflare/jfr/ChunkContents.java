package dev.jflare.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one chunk says about itself: who recorded it, when, with which settings, and how many events
 * of which type it has. Events are counted by their heads; only the few that describe the recording
 * are read.
 */
public final class ChunkContents {
  private static final String SETTING = "jdk.ActiveSetting";

  private final Chunk chunk;
  private final Clock clock;
  private final boolean asyncProfiler;
  private final ChunkEvents events;
  private final Map<String, Long> counts = new TreeMap<>();
  private final Map<String, String> settings = new TreeMap<>();
  private final CpuLoad load = new CpuLoad();
  private long lastTicks;
  private String javaVersion = "";
  private long pid;
  private long processors;
  private long sampledCpuNanos;
  private long lastYoungCollection;
  private long lastCollection;

  private ChunkContents(FileChannel channel, Chunk chunk, Cursor cursor) throws IOException {
    this.chunk = chunk;
    this.clock = new Clock(ByteBuffer.wrap(cursor.bytes(Chunk.HEADER)));
    Metadata metadata = Metadata.read(cursor, chunk);
    this.asyncProfiler = metadata.hasTypesOf("profiler.");
    walk(channel, metadata);
    this.events = new ChunkEvents(chunk, metadata);
  }

  static ChunkContents read(FileChannel channel, Chunk chunk) throws IOException {
    return new ChunkContents(channel, chunk, new Cursor(channel, chunk.offset(), chunk.end()));
  }

  private void walk(FileChannel channel, Metadata metadata) throws IOException {
    Events events = new Events(channel, chunk.offset() + Chunk.HEADER, chunk.end());
    boolean timeless = clock.durationNanos() > 0;
    while (events.next()) {
      if (events.type() > Events.POOL) {
        JfrType type = metadata.type(events.type(), events.cursor());
        type.events++;
        if (type.describesRecording) {
          look(type, events.cursor(), metadata);
        } else if (!timeless) {
          lastTicks = Math.max(lastTicks, events.cursor().varlong()); // each begins with its time
        }
      }
    }
    for (JfrType type : metadata.types()) {
      if (type.events > 0) {
        counts.merge(type.name, type.events, Long::sum);
      }
    }
  }

  private void look(JfrType type, Cursor cursor, Metadata metadata) throws IOException {
    switch (type.name) {
      case SETTING:
        setting(EventValues.read(cursor, type), metadata, cursor);
        break;
      case "jdk.JVMInformation":
        EventValues jvm = EventValues.read(cursor, type);
        javaVersion = jvm.text("jvmVersion");
        pid = jvm.number("pid");
        break;
      case "jdk.CPUInformation":
        processors = EventValues.read(cursor, type).number("hwThreads");
        break;
      case "jdk.CPULoad":
        EventValues now = EventValues.read(cursor, type);
        double share = now.decimal("jvmUser") + now.decimal("jvmSystem");
        load.add(clock.epochNanos(now.number("startTime")), share);
        break;
      case "jdk.CPUTimeSample":
        sampledCpuNanos += clock.nanos(EventValues.read(cursor, type).number("samplingPeriod"));
        break;
      case "jdk.YoungGarbageCollection":
        lastYoungCollection = Math.max(lastYoungCollection, cursor.varlong());
        break;
      default: // jdk.GarbageCollection
        lastCollection = Math.max(lastCollection, cursor.varlong());
    }
  }

  private void setting(EventValues event, Metadata metadata, Cursor cursor) throws IOException {
    String name = event.text("name");
    long id = event.number("id");
    boolean ofType = !asyncProfiler && metadata.has(id);
    settings.put(ofType ? metadata.type(id, cursor).name + "#" + name : name, event.text("value"));
  }

  /** Whether async-profiler recorded it, and not the JDK. */
  public boolean isAsyncProfiler() {
    return asyncProfiler;
  }

  /** Number of events by their type. */
  public Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /**
   * Values by {@code jdk.ThreadPark#threshold} for the JDK, by name for async-profiler, whose names
   * are unique.
   */
  public Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }

  /** Its events, for who reads them. */
  public ChunkEvents events() {
    return events;
  }

  /** When it began, in nanoseconds since 1970. */
  public long startNanos() {
    return clock.startNanos();
  }

  /** How long it took; up to its last event when it has no end. */
  public long durationNanos() {
    return clock.durationNanos() > 0 ? clock.durationNanos() : clock.sinceStart(lastTicks);
  }

  /** As the JVM calls its version; empty when it does not say. */
  public String javaVersion() {
    return javaVersion;
  }

  /** The recorded process; 0 when unknown. */
  public long pid() {
    return pid;
  }

  /**
   * CPU time of the recorded process in this chunk.
   *
   * @param cores of the machine, in case this chunk does not say
   * @return nanoseconds; 0 when the chunk does not tell
   */
  public long cpuNanos(long cores) {
    return (long) (load.mean() * Math.max(cores, processors) * durationNanos());
  }

  /** Of the machine; 0 when unknown. */
  public long processors() {
    return processors;
  }

  /** What its samples of CPU time (jdk.CPUTimeSample, Java 25) stand for together. */
  public long sampledCpuNanos() {
    return sampledCpuNanos;
  }

  /** When the last garbage collection began that frees what died young; 0 when unknown. */
  public long lastCollectionNanos() {
    long ticks = lastYoungCollection > 0 ? lastYoungCollection : lastCollection;
    return ticks == 0 ? 0 : clock.epochNanos(ticks);
  }

  /** Turns ticks into nanoseconds, by the chunk's header. */
  private static final class Clock {
    private final ByteBuffer header;

    Clock(ByteBuffer header) {
      this.header = header;
    }

    long startNanos() {
      return header.getLong(32);
    }

    long durationNanos() {
      return header.getLong(40);
    }

    long epochNanos(long ticks) {
      return startNanos() + nanos(ticks - header.getLong(48));
    }

    long sinceStart(long ticks) {
      return Math.max(0, nanos(ticks - header.getLong(48)));
    }

    long nanos(long ticks) {
      return (long) (ticks * (1e9 / Math.max(1, header.getLong(56))));
    }
  }

  /** The mean of what is measured now and then, each value since the one before. */
  private static final class CpuLoad {
    private long last;
    private double sum;
    private double time;

    /** The first value has nothing before it and is 0. */
    void add(long nanos, double share) {
      if (last > 0 && nanos > last) {
        sum += share * (nanos - last);
        time += nanos - last;
      }
      last = nanos;
    }

    double mean() {
      return time == 0 ? 0 : sum / time;
    }
  }
}
