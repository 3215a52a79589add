package dev.jflare.profile;

import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** What to record; immutable. */
public final class ProfileSpec {
  private final Duration window;
  private final Path workFolder;
  private final String service;
  private final long mutexFraction;
  private final long blockingRateNanos;
  private final Engine engine;
  private final boolean cpuTimeSamples;

  private ProfileSpec(Builder builder) {
    this.window = builder.window;
    this.workFolder = builder.workFolder;
    this.service = builder.service;
    this.mutexFraction = builder.mutexFraction;
    this.blockingRateNanos = builder.blockingRateNanos;
    this.engine = builder.engine;
    this.cpuTimeSamples = builder.cpuTimeSamples;
  }

  /**
   * Starts a specification.
   *
   * @param window time between the first and the second heap profile, and the length of the CPU
   *     profile; above zero
   * @param workFolder a private folder (0700) as the recorded JVM sees it; recordings are left
   *     there
   */
  public static Builder newBuilder(Duration window, Path workFolder) {
    return new Builder(window, workFolder);
  }

  /** How long the window between the two heap profiles is. */
  public Duration window() {
    return window;
  }

  /** Where the recordings go, as the recorded JVM sees it. */
  public Path workFolder() {
    return workFolder;
  }

  /** The name in the comments of the profiles. */
  public String service() {
    return service;
  }

  /** One of how many contention events is recorded at the least. */
  public long mutexFraction() {
    return mutexFraction;
  }

  /** Waits shorter than this need not be recorded, in nanoseconds. */
  public long blockingRateNanos() {
    return blockingRateNanos;
  }

  /** Which profilers may be used. */
  public Engine engine() {
    return engine;
  }

  /** Whether the CPU profile is to be made of JFR's samples of CPU time, where it has them. */
  public boolean samplesCpuTime() {
    return cpuTimeSamples;
  }

  /** Sets what has a default. */
  public static final class Builder {
    private final Duration window;
    private final Path workFolder;
    private String service = "java";
    private long mutexFraction = 1;
    private long blockingRateNanos = 10_000;
    private Engine engine = Engine.AUTO;
    private boolean cpuTimeSamples;

    private Builder(Duration window, Path workFolder) {
      if (window.isZero() || window.isNegative()) {
        throw new IllegalArgumentException("window is " + window + ", expected more than zero");
      }
      this.window = window;
      this.workFolder = Objects.requireNonNull(workFolder, "workFolder");
    }

    /** The name that the profiles carry as a comment. */
    public Builder service(String name) {
      this.service = Objects.requireNonNull(name, "name");
      return this;
    }

    /** One of how many contention events is recorded at the least; 1 is the most exact. */
    public Builder mutexFraction(long oneOf) {
      this.mutexFraction = positive("mutexFraction", oneOf);
      return this;
    }

    /** Waits shorter than this need not be recorded, in nanoseconds. */
    public Builder blockingRateNanos(long nanos) {
      this.blockingRateNanos = positive("blockingRateNanos", nanos);
      return this;
    }

    /** Which profilers may be used; {@link Engine#AUTO} unless set. */
    public Builder engine(Engine allowed) {
      this.engine = Objects.requireNonNull(allowed, "allowed");
      return this;
    }

    /**
     * Has JFR sample CPU time (jdk.CPUTimeSample, Java 25 on Linux) instead of async-profiler. Off
     * unless asked for: it has crashed JVMs in production (dd-trace-java issue 11749).
     */
    public Builder cpuTimeSamples() {
      this.cpuTimeSamples = true;
      return this;
    }

    /** What the settings say of engines. */
    public Builder settings(Settings settings) {
      engine(Engine.named(settings.string(Setting.PROFILE_ENGINE)));
      return settings.flag(Setting.PROFILE_CPU_TIME_SAMPLE) ? cpuTimeSamples() : this;
    }

    /** The specification; every value was checked when it was set. */
    public ProfileSpec build() {
      return new ProfileSpec(this);
    }

    private static long positive(String name, long value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " is " + value + ", expected 1 or more");
      }
      return value;
    }
  }
}
