package dev.jflare.flare;

import dev.jflare.collect.CollectSettings;
import dev.jflare.collect.ConvertedProfiles;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was asked for: which evidence, for how long, to where. Immutable; a wrong value fails here,
 * naming its option.
 */
public final class FlareRequest {
  /** The longest profile window: an hour. Longer ones belong to a continuous profiler. */
  public static final Duration LONGEST_WINDOW = Duration.ofHours(1);

  /** The agent brings what was collected inside; the conversion, what was recorded there. */
  private static final Set<String> CARRIERS =
      new HashSet<>(Arrays.asList("agent", ConvertedProfiles.ID));

  private static final Duration SHORTEST_SPACING = Duration.ofMillis(50);
  private static final Duration LONGEST_SPACING = Duration.ofSeconds(10);
  private static final Duration TOP_THREADS_WINDOW = Duration.ofSeconds(1);

  private final Map<String, String> trigger;
  private final String caseId;
  private final String email;
  private final Duration window;
  private final int mutexFraction;
  private final long blockingRateNanos;
  private final List<String> pprof;
  private final List<String> logs;
  private final List<String> configurations;
  private final Set<String> only;
  private final Set<String> skip;
  private final Path output;
  private final Duration providerTimeout;
  private final Duration pauseBudget;
  private final Afterwards afterwards;

  /** What becomes of an attached agent when its flare is done. */
  public enum Afterwards {
    /** Nothing of it stays. */
    LEAVE,
    /** It offers further flares over JMX. */
    STAY
  }

  private FlareRequest(Builder builder) {
    trigger = Collections.unmodifiableMap(new LinkedHashMap<>(builder.trigger));
    caseId = builder.caseId;
    email = builder.email;
    window = builder.window;
    mutexFraction = builder.mutexFraction;
    blockingRateNanos = builder.blockingRateNanos;
    pprof = copy(builder.pprof);
    logs = copy(builder.logs);
    configurations = copy(builder.configurations);
    only = Collections.unmodifiableSet(new LinkedHashSet<>(builder.only));
    skip = Collections.unmodifiableSet(new LinkedHashSet<>(builder.skip));
    output = builder.output;
    providerTimeout = builder.providerTimeout;
    pauseBudget = builder.pauseBudget;
    afterwards = builder.afterwards;
  }

  /** Why this flare is taken: {@code kind} and details, for the manifest. */
  public Map<String, String> trigger() {
    return trigger;
  }

  /** Empty when there is none. */
  public String caseId() {
    return caseId;
  }

  /** Empty when there is none. */
  public String email() {
    return email;
  }

  /** How long to profile; zero takes no profiles. */
  public Duration window() {
    return window;
  }

  /** One of how many lock contention events is reported; the values are scaled up accordingly. */
  public int mutexFraction() {
    return mutexFraction;
  }

  /** The wait that counts as one sample in the block profile, as Go's block profile rate. */
  public long blockingRateNanos() {
    return blockingRateNanos;
  }

  /** The endpoints to scrape, as given: {@code [NAME=]URL}. */
  public List<String> pprof() {
    return pprof;
  }

  /** Globs of log files beyond the discovered ones. */
  public List<String> logs() {
    return logs;
  }

  /** Globs of configuration files beyond the discovered ones. */
  public List<String> configurations() {
    return configurations;
  }

  /**
   * Whether a collector was chosen by {@code --only} and {@code --skip}. One that only brings what
   * others collected always runs, unless it is skipped by name.
   */
  public boolean wants(String collectorId) {
    return (only.isEmpty() || only.contains(collectorId) || CARRIERS.contains(collectorId))
        && !skip.contains(collectorId);
  }

  public Set<String> only() {
    return only;
  }

  public Set<String> skip() {
    return skip;
  }

  /** How the collectors are to go about it, as far as it follows from the request. */
  public CollectSettings collectSettings() {
    return new CollectSettings.Builder()
        .threadSpacing(threadSpacing())
        .topThreadsWindow(window.isZero() ? SHORTEST_SPACING : TOP_THREADS_WINDOW)
        .logGlobs(logs)
        .confGlobs(configurations)
        .build();
  }

  /**
   * The time between two of the three thread dumps: a third of the window, and 50 ms without one.
   */
  private Duration threadSpacing() {
    Duration third = window.dividedBy(3);
    if (third.compareTo(SHORTEST_SPACING) < 0) {
      return SHORTEST_SPACING;
    }
    return third.compareTo(LONGEST_SPACING) > 0 ? LONGEST_SPACING : third;
  }

  /** The folder the archive goes to. */
  public Path output() {
    return output;
  }

  /** What each collector may take beyond the time it needs by design. */
  public Duration providerTimeout() {
    return providerTimeout;
  }

  /** How long the JVM may stand still for what we ask before costly questions are left out. */
  public Duration pauseBudget() {
    return pauseBudget;
  }

  public Afterwards afterwards() {
    return afterwards;
  }

  private static List<String> copy(Collection<String> values) {
    return Collections.unmodifiableList(new ArrayList<>(values));
  }

  /** Collects the choices; every one has the default of the command line. */
  public static final class Builder {
    private Map<String, String> trigger = Collections.singletonMap("trigger", "command line");
    private String caseId = "";
    private String email = "";
    private Duration window = Duration.ofSeconds(30);
    private int mutexFraction = 1;
    private long blockingRateNanos = 10_000;
    private Collection<String> pprof = Collections.emptyList();
    private Collection<String> logs = Collections.emptyList();
    private Collection<String> configurations = Collections.emptyList();
    private Collection<String> only = Collections.emptyList();
    private Collection<String> skip = Collections.emptyList();
    private Path output = Paths.get("");
    private Duration providerTimeout = Duration.ofSeconds(10);
    private Duration pauseBudget = Duration.ofMillis(500);
    private Afterwards afterwards = Afterwards.LEAVE;

    public Builder trigger(Map<String, String> details) {
      trigger = details;
      return this;
    }

    public Builder caseId(String id) {
      caseId = id;
      return this;
    }

    public Builder email(String address) {
      email = address;
      return this;
    }

    /**
     * @throws IllegalArgumentException when negative or longer than {@link #LONGEST_WINDOW}
     */
    public Builder window(Duration duration) {
      if (duration.isNegative() || duration.compareTo(LONGEST_WINDOW) > 0) {
        throw new IllegalArgumentException(
            "--profile "
                + duration.getSeconds()
                + ": 0 (no profiles) to "
                + LONGEST_WINDOW.getSeconds()
                + " seconds were expected");
      }
      window = duration;
      return this;
    }

    /**
     * @throws IllegalArgumentException when below 1
     */
    public Builder mutexFraction(int fraction) {
      if (fraction < 1) {
        throw new IllegalArgumentException(
            "--profile-mutex-fraction " + fraction + ": 1 (every event) or more was expected");
      }
      mutexFraction = fraction;
      return this;
    }

    /**
     * @throws IllegalArgumentException when below 1
     */
    public Builder blockingRateNanos(long nanos) {
      if (nanos < 1) {
        throw new IllegalArgumentException(
            "--profile-blocking-rate " + nanos + ": 1 nanosecond or more was expected");
      }
      blockingRateNanos = nanos;
      return this;
    }

    public Builder pprof(Collection<String> endpoints) {
      pprof = endpoints;
      return this;
    }

    public Builder logs(Collection<String> globs) {
      logs = globs;
      return this;
    }

    public Builder configurations(Collection<String> globs) {
      configurations = globs;
      return this;
    }

    public Builder only(Collection<String> ids) {
      only = ids;
      return this;
    }

    public Builder skip(Collection<String> ids) {
      skip = ids;
      return this;
    }

    public Builder output(Path folder) {
      output = folder;
      return this;
    }

    /**
     * @throws IllegalArgumentException when not positive
     */
    public Builder providerTimeout(Duration limit) {
      if (limit.isNegative() || limit.isZero()) {
        throw new IllegalArgumentException(
            "--provider-timeout " + limit + ": a positive duration, 10s for example, was expected");
      }
      providerTimeout = limit;
      return this;
    }

    /** Zero leaves all costly questions out. */
    public Builder pauseBudget(Duration limit) {
      pauseBudget = limit;
      return this;
    }

    public Builder afterwards(Afterwards choice) {
      afterwards = choice;
      return this;
    }

    public FlareRequest build() {
      return new FlareRequest(this);
    }
  }
}
