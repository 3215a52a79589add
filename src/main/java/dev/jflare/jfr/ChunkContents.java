package dev.jflare.jfr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.HashMap;
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
  private final Metadata metadata;
  private final Clock clock;
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

  private ChunkContents(Chunk chunk, Metadata metadata, Clock clock) {
    this.chunk = chunk;
    this.metadata = metadata;
    this.clock = clock;
  }

  static ChunkContents read(FileChannel channel, Chunk chunk) throws IOException {
    Cursor cursor = new Cursor(channel, chunk.offset(), chunk.end());
    ByteBuffer header = ByteBuffer.wrap(cursor.bytes(Chunk.HEADER));
    Metadata metadata = Metadata.read(cursor, chunk);
    ChunkContents contents = new ChunkContents(chunk, metadata, new Clock(header));
    contents.walk(channel);
    return contents;
  }

  private void walk(FileChannel channel) throws IOException {
    Map<Long, long[]> byType = new HashMap<>();
    Events events = new Events(channel, chunk.offset() + Chunk.HEADER, chunk.end());
    while (events.next()) {
      if (events.type() > Events.POOL) {
        byType.computeIfAbsent(events.type(), type -> new long[1])[0]++;
        look(events);
      }
    }
    for (Map.Entry<Long, long[]> type : byType.entrySet()) {
      String name = metadata.type(type.getKey(), events.cursor()).name;
      counts.merge(name, type.getValue()[0], Long::sum);
    }
  }

  private void look(Events events) throws IOException {
    Cursor cursor = events.cursor();
    JfrType type = metadata.type(events.type(), cursor);
    switch (type.name) {
      case SETTING:
        setting(EventValues.read(cursor, type), cursor);
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
      case "jdk.GarbageCollection":
        lastCollection = Math.max(lastCollection, cursor.varlong());
        break;
      default:
        lastTicks = Math.max(lastTicks, cursor.varlong()); // every event begins with its time
    }
  }

  private void setting(EventValues event, Cursor cursor) throws IOException {
    String name = event.text("name");
    settings.put(
        metadata.has(event.number("id")) ? settingOf(event, name, cursor) : name,
        event.text("value"));
  }

  private String settingOf(EventValues event, String name, Cursor cursor) throws IOException {
    return isAsyncProfiler() ? name : metadata.type(event.number("id"), cursor).name + "#" + name;
  }

  /** Whether async-profiler recorded it, and not the JDK. */
  public boolean isAsyncProfiler() {
    return metadata.hasTypesOf("profiler.");
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
