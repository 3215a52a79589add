package dev.jflare.cli;

import dev.jflare.flare.FlareRequest;
import dev.jflare.flare.FlareRequest.Afterwards;
import dev.jflare.lang.Nullable;
import dev.jflare.scrape.PprofEndpoint;
import dev.jflare.settings.Setting;
import dev.jflare.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What goes into a flare and where the archive is put. */
final class FlareOptions {
  /** A window of more than an hour is a mistake (milliseconds?) rather than a wish. */
  static final int LONGEST_WINDOW_SECONDS = 3600;

  /** Below this, the statistics of a profile get thin; the Datadog Agent refuses it. */
  static final int SHORTEST_ADVISED_SECONDS = 30;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  private int profileSeconds = 30;
  private int mutexFraction = 1;
  private long blockingRateNanos = 10_000;
  private @Nullable Duration providerTimeout;

  @Option(
      order = 7,
      names = "--pprof",
      paramLabel = "[NAME=]URL",
      description = "base URL of a pprof endpoint to scrape in the same window; repeatable")
  private final List<String> pprof = new ArrayList<>();

  @Option(
      order = 8,
      names = "--log",
      paramLabel = "GLOB",
      description = "more log files than those that are found; repeatable")
  private final List<String> logs = new ArrayList<>();

  @Option(
      order = 9,
      names = "--conf",
      paramLabel = "GLOB",
      description = "more configuration files than those that are found; repeatable")
  private final List<String> configurations = new ArrayList<>();

  @Option(
      order = 10,
      names = "--only",
      paramLabel = "IDS",
      split = ",",
      description = "run these collectors alone, comma-separated")
  private final List<String> only = new ArrayList<>();

  @Option(
      order = 11,
      names = "--skip",
      paramLabel = "IDS",
      split = ",",
      description = "leave these collectors out, comma-separated")
  private final List<String> skip = new ArrayList<>();

  @Option(
      order = 18,
      names = "--heap-dump",
      description = "add a heap dump without values; it stops the JVM, and says first how long")
  private boolean heapDump;

  @Option(
      order = 19,
      names = "--stay",
      description = "leave the agent in the JVM, offering flares over JMX")
  private boolean stay;

  @Option(
      order = 12,
      names = {"-l", "--local"},
      description = "do not attach: take the flare from outside")
  private boolean local;

  @Option(
      order = 13,
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "where the archive goes (default: the current directory)")
  private @Nullable Path output;

  @Option(
      order = 4,
      names = {"-p", "--profile"},
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "profile window (default: ${DEFAULT-VALUE}; 0 = no profiles)")
  void profileSeconds(int seconds) {
    if (seconds < 0 || seconds > LONGEST_WINDOW_SECONDS) {
      throw wrong("--profile", seconds, "0 to " + LONGEST_WINDOW_SECONDS + " seconds");
    }
    profileSeconds = seconds;
  }

  @Option(
      order = 5,
      names = "--profile-mutex-fraction",
      paramLabel = "N",
      defaultValue = "1",
      description = "look at one of N contention events and scale up (default: ${DEFAULT-VALUE})")
  void mutexFraction(int fraction) {
    if (fraction < 1) {
      throw wrong("--profile-mutex-fraction", fraction, "1 or more");
    }
    mutexFraction = fraction;
  }

  @Option(
      order = 6,
      names = "--profile-blocking-rate",
      paramLabel = "NANOS",
      defaultValue = "10000",
      description = "waits shorter than this need not be recorded (default: ${DEFAULT-VALUE})")
  void blockingRateNanos(long nanos) {
    if (nanos < 1) {
      throw wrong("--profile-blocking-rate", nanos, "1 nanosecond or more");
    }
    blockingRateNanos = nanos;
  }

  @Option(
      order = 16,
      names = {"-t", "--provider-timeout"},
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "how long one collector may take (default: 10s)")
  void providerTimeout(Duration timeout) {
    if (timeout.isZero()) {
      throw wrong("--provider-timeout", timeout, "more than 0s");
    }
    providerTimeout = timeout;
  }

  /**
   * What is asked for.
   *
   * @throws ParameterException when two options do not go together
   */
  FlareRequest request(Shell shell, Settings settings) {
    checkIds("--only", only);
    checkIds("--skip", skip);
    checkEndpoints();
    Duration timeout = providerTimeout;
    return new FlareRequest.Builder()
        .window(Duration.ofSeconds(profileSeconds))
        .mutexFraction(mutexFraction)
        .blockingRateNanos(blockingRateNanos)
        .pprof(pprof)
        .logs(logs)
        .configurations(configurations)
        .only(only)
        .skip(skip)
        .output(output == null ? shell.folder() : shell.folder().resolve(output).normalize())
        .pauseBudget(settings.duration(Setting.PAUSE_BUDGET))
        .providerTimeout(
            timeout == null ? settings.duration(Setting.FLARE_PROVIDER_TIMEOUT) : timeout)
        .afterwards(stay ? Afterwards.STAY : Afterwards.LEAVE)
        .build();
  }

  boolean heapDump() {
    return heapDump;
  }

  boolean local() {
    return local;
  }

  /** Whether the window is long enough for its statistics to mean something. */
  boolean windowIsShort() {
    return profileSeconds > 0 && profileSeconds < SHORTEST_ADVISED_SECONDS;
  }

  private void checkIds(String option, List<String> ids) {
    String unknown = CollectorIds.firstUnknown(ids);
    if (!unknown.isEmpty()) {
      throw wrong(option, unknown, "some of " + String.join(", ", CollectorIds.known()));
    }
  }

  private void checkEndpoints() {
    try {
      pprof.forEach(PprofEndpoint::parse);
    } catch (IllegalArgumentException wrong) {
      throw Wrong.usage(command, "--pprof: " + wrong.getMessage());
    }
  }

  private ParameterException wrong(String option, Object value, String expected) {
    return Wrong.value(command, option, value, expected);
  }
}
