package dev.jflare.profile;

import dev.jflare.jfr.ChunkContents;
import dev.jflare.jfr.RecordingContents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a session knows of itself, found out of a file instead: which profile can be made of which
 * engine's events, and with which settings they were recorded.
 */
final class FileFacts {
  private static final String[] ALLOCATIONS = {
    "jdk.ObjectAllocationInNewTLAB",
    "jdk.ObjectAllocationOutsideTLAB",
    "jdk.ObjectAllocationSample",
    "jdk.OldObjectSample",
    "profiler.LiveObject"
  };
  private static final String[] NO_PROFILE = {
    "jdk.MethodTrace", "profiler.MethodTrace", "profiler.ProcessSample", "profiler.UserEvent"
  };
  private static final String[] LOCKS = {"jdk.JavaMonitorEnter", "jdk.ThreadPark"};

  private final Path file;
  private final RecordingContents contents;
  private final Map<String, Long> async = new TreeMap<>();
  private final Map<String, Long> jdk = new TreeMap<>();
  private final List<AsyncSettings> settings = new ArrayList<>();

  FileFacts(Path file, RecordingContents contents) {
    this.file = file;
    this.contents = contents;
    for (ChunkContents chunk : contents.chunks()) {
      Map<String, Long> counts = chunk.isAsyncProfiler() ? async : jdk;
      chunk.counts().forEach((type, count) -> counts.merge(type, count, Long::sum));
      if (chunk.isAsyncProfiler()) {
        settings.add(new AsyncSettings(chunk));
      }
    }
  }

  Path file() {
    return file;
  }

  /** As a session would have left them, with more of them for one chunk. */
  Recordings recordings(Map<String, String> more) {
    Map<String, String> facts = new HashMap<>(more);
    for (ProfileKind kind : ProfileKind.values()) {
      facts.put(Fact.engine(kind), engine(kind));
    }
    long collection = 0;
    for (ChunkContents chunk : contents.chunks()) {
      collection = Math.max(collection, chunk.lastCollectionNanos());
    }
    facts.put(Fact.LAST_COLLECTION, Long.toString(collection));
    facts.put(Fact.JFR_CPU_TIME, Boolean.toString(samplesCpuTime()));
    return new Recordings(file, facts);
  }

  /** One source for each profile: async-profiler's events where there are any. */
  String engine(ProfileKind kind) {
    switch (kind) {
      case CPU:
        return cpuEngine();
      case FIRST_HEAP:
      case SECOND_HEAP:
        return engine(ALLOCATIONS);
      case MUTEX:
        return engine(LOCKS);
      default:
        boolean any = count(jdk, LOCKS) + count(jdk, "jdk.JavaMonitorWait") > 0;
        return any ? Fact.JFR : Fact.NO_ENGINE;
    }
  }

  private String cpuEngine() {
    if (count(async, "jdk.ExecutionSample") > 0 && !onlyWall()) {
      return Fact.ASYNC_PROFILER;
    }
    boolean any = count(jdk, "jdk.ExecutionSample", "jdk.CPUTimeSample") > 0;
    return any ? Fact.JFR : Fact.NO_ENGINE;
  }

  private String engine(String... types) {
    if (count(async, types) > 0) {
      return Fact.ASYNC_PROFILER;
    }
    return count(jdk, types) > 0 ? Fact.JFR : Fact.NO_ENGINE;
  }

  /** Number of events of an engine. */
  long count(String engine, String... types) {
    return count(engine.equals(Fact.JFR) ? jdk : async, types);
  }

  private static long count(Map<String, Long> counts, String... types) {
    long count = 0;
    for (String type : types) {
      count += counts.getOrDefault(type, 0L);
    }
    return count;
  }

  /** Samples of async-profiler that no profile is made of, with their number; mostly empty. */
  String leftOut() {
    List<String> left = new ArrayList<>();
    for (String type : NO_PROFILE) {
      if (count(async, type) > 0) {
        left.add(count(async, type) + " " + type);
      }
    }
    return String.join(", ", left);
  }

  /** Whether async-profiler took samples of wall-clock time beside those of CPU time. */
  boolean alsoWall() {
    return count(async, "profiler.WallClockSample") > 0;
  }

  /** Whether its samples are all of wall-clock time. */
  boolean onlyWall() {
    boolean asked = settings.stream().anyMatch(each -> each.event().equals("wall"));
    return asked && (count(async, "jdk.ExecutionSample") == 0 || !alsoWall());
  }

  boolean hasWall() {
    return alsoWall() || (onlyWall() && count(async, "jdk.ExecutionSample") > 0);
  }

  /** A Java version that allocation events are like: sampled ones came with 16. */
  int allocationFeature() {
    return count(jdk, "jdk.ObjectAllocationSample") > 0 ? 16 : 11;
  }

  /**
   * CPU time of the process while the JDK recorded it.
   *
   * @return nanoseconds, 0 when the file does not tell
   */
  long jdkCpuNanos() {
    long cores = 0;
    long sampled = 0;
    long measured = 0;
    for (ChunkContents chunk : contents.chunks()) {
      cores = Math.max(cores, chunk.processors());
    }
    for (ChunkContents chunk : contents.chunks()) {
      if (!chunk.isAsyncProfiler()) {
        sampled += chunk.sampledCpuNanos();
        measured += chunk.cpuNanos(cores);
      }
    }
    return samplesCpuTime() ? sampled : measured;
  }

  boolean samplesCpuTime() {
    return count(jdk, "jdk.CPUTimeSample") > 0;
  }

  /** The settings of async-profiler, one for each of its chunks. */
  List<AsyncSettings> settings() {
    return settings;
  }

  /** All values that a setting of the JDK had, as written; empty when it is not in the file. */
  String jdkSetting(String name) {
    TreeSet<String> values = new TreeSet<>();
    for (ChunkContents chunk : contents.chunks()) {
      String value = chunk.settings().get(name);
      if (value != null && !chunk.isAsyncProfiler()) {
        values.add(value);
      }
    }
    return String.join(" or ", values);
  }

  boolean isEmpty() {
    return contents.chunks().isEmpty();
  }

  /** When the first chunk began, in nanoseconds since 1970. */
  long startNanos() {
    long start = Long.MAX_VALUE;
    for (ChunkContents chunk : contents.chunks()) {
      start = Math.min(start, chunk.startNanos());
    }
    return start;
  }

  /** When the last chunk ended. */
  long endNanos() {
    long end = 0;
    for (ChunkContents chunk : contents.chunks()) {
      end = Math.max(end, chunk.startNanos() + chunk.durationNanos());
    }
    return end;
  }

  /** Time recorded by an engine; less than the file's span when there are gaps. */
  long recordedNanos(String engine) {
    long nanos = 0;
    for (ChunkContents chunk : contents.chunks()) {
      nanos +=
          chunk.isAsyncProfiler() == engine.equals(Fact.ASYNC_PROFILER) ? chunk.durationNanos() : 0;
    }
    return nanos;
  }

  /** {@code async-profiler 4.6}, {@code JFR}, or both. */
  String recordedBy() {
    TreeSet<String> names = new TreeSet<>();
    for (ChunkContents chunk : contents.chunks()) {
      String version = chunk.isAsyncProfiler() ? new AsyncSettings(chunk).version() : "";
      names.add(chunk.isAsyncProfiler() ? ("async-profiler " + version).trim() : "JFR");
    }
    return String.join(" and ", names);
  }

  /** Versions of the JVMs, as far as the file tells. */
  String java() {
    TreeSet<String> versions = new TreeSet<>();
    for (ChunkContents chunk : contents.chunks()) {
      String version = brief(chunk.javaVersion());
      if (!version.isEmpty()) {
        versions.add(version);
      }
    }
    return String.join(" or ", versions);
  }

  /**
   * The JDK writes a sentence with the version in brackets, async-profiler the version alone; that
   * of Java 8 is its HotSpot's, 25.504-b01 for 8u504.
   */
  private static String brief(String version) {
    int open = version.indexOf('(');
    int close = version.indexOf(')', open + 1);
    String number = open >= 0 && close > open ? version.substring(open + 1, close) : version;
    return number.replaceFirst("^25\\.(\\d+)-b\\d+$", "8u$1");
  }
}
