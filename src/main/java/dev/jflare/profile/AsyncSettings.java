package dev.jflare.profile;

import dev.jflare.jfr.ChunkContents;
import java.util.HashMap;
import java.util.Map;

/**
 * How async-profiler was set when it recorded a chunk. A default that was left out is recorded as 0
 * (reference profiles 3.1), so its values stand here: arguments.h of async-profiler 2.0 to 4.6.
 */
final class AsyncSettings {
  private static final long INTERVAL_NANOS = 10_000_000;
  private static final long ALLOC_BYTES = 524_287;
  private static final long LOCK_NANOS = 10_000;
  private static final long WALL_NANOS = 50_000_000;

  private final Map<String, String> settings;

  AsyncSettings(ChunkContents chunk) {
    this.settings = chunk.settings();
  }

  String version() {
    return settings.getOrDefault("version", "");
  }

  /** What samples are taken of: {@code cpu}, {@code wall}, {@code cache-misses}, a method. */
  String event() {
    return settings.getOrDefault("event", "cpu");
  }

  /** Whether a sample of the event stands for a span of CPU time. */
  boolean countsCpuTime() {
    switch (event()) {
      case "cpu":
      case "cpu-clock":
      case "ctimer":
      case "itimer":
        return true;
      default:
        return false;
    }
  }

  long intervalNanos() {
    return countsCpuTime() ? value("interval", INTERVAL_NANOS) : 0;
  }

  long allocBytes() {
    return value("alloc", ALLOC_BYTES);
  }

  long lockNanos() {
    return value("lock", LOCK_NANOS);
  }

  /** Bytes of native memory between two samples; 0 when each is one. */
  long mallocBytes() {
    return value("nativemem", 0);
  }

  long nativeLockNanos() {
    return value("nativelock", LOCK_NANOS);
  }

  long wallNanos() {
    boolean named = value("wall", 0) > 0;
    boolean only = event().equals("wall");
    return only && !named ? value("interval", WALL_NANOS) : value("wall", WALL_NANOS);
  }

  boolean followsObjects() {
    return settings.getOrDefault("live", "").equals("true");
  }

  Map<String, String> asFacts() {
    Map<String, String> facts = new HashMap<>();
    facts.put(Fact.AP_INTERVAL, Long.toString(intervalNanos()));
    facts.put(Fact.AP_ALLOC_INTERVAL, Long.toString(allocBytes()));
    facts.put(Fact.AP_LOCK_INTERVAL, Long.toString(lockNanos()));
    return facts;
  }

  Map<String, String> wallAsFacts() {
    Map<String, String> facts = asFacts();
    facts.put(Fact.AP_INTERVAL, Long.toString(wallNanos()));
    return facts;
  }

  private long value(String name, long otherwise) {
    try {
      long value = Long.parseLong(settings.getOrDefault(name, "0"));
      return value > 0 ? value : otherwise;
    } catch (NumberFormatException notANumber) {
      return otherwise;
    }
  }
}
