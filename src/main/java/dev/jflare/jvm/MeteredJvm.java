package dev.jflare.jvm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A JVM whose pauses are counted while it carries out commands; when they have used up a budget, it
 * is spared the costly ones. What else stops it meanwhile, a garbage collection for example, is in
 * the count. A JVM that publishes no counters is charged the whole time that a command takes.
 */
public final class MeteredJvm implements Jvm {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Jvm jvm;
  private final Optional<PerfData> data;
  private final Duration budget;
  private final AtomicLong spentNanos = new AtomicLong();

  private MeteredJvm(Jvm jvm, Optional<PerfData> data, Duration budget) {
    this.jvm = jvm;
    this.data = data;
    this.budget = budget;
  }

  /**
   * @param process where this JVM publishes its counters
   * @param budget how long it may stand still for costly commands; zero spares it all of them
   */
  public static MeteredJvm of(Jvm jvm, ProcessView process, Duration budget) {
    return new MeteredJvm(jvm, PerfData.ifPresent(process), budget);
  }

  @Override
  public String command(String command, String... arguments) throws IOException {
    long start = System.nanoTime();
    Optional<PerfData.Safepoints> before = safepoints();
    try {
      return jvm.command(command, arguments);
    } finally {
      Optional<PerfData.Safepoints> after = safepoints();
      boolean counted = before.isPresent() && after.isPresent();
      spentNanos.addAndGet(
          counted
              ? after.get().total().minus(before.get().total()).toNanos()
              : System.nanoTime() - start);
    }
  }

  @Override
  public String costlyCommand(String command, String... arguments) throws IOException {
    if (spentNanos.get() >= budget.toNanos()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s not asked for: the JVM has stood still for %.0f ms, and jflare.pause_budget is %d ms",
              command,
              spentNanos.get() / NANOS_PER_MILLI,
              budget.toMillis()));
    }
    return command(command, arguments);
  }

  private Optional<PerfData.Safepoints> safepoints() {
    try {
      return data.isPresent() ? data.get().again().safepoint() : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  @Override
  public long pid() {
    return jvm.pid();
  }

  @Override
  public int feature() {
    return jvm.feature();
  }

  @Override
  public List<String> commands() {
    return jvm.commands();
  }

  @Override
  public Map<String, String> systemProperties() {
    return jvm.systemProperties();
  }

  @Override
  public List<String> inputArguments() {
    return jvm.inputArguments();
  }

  @Override
  public Duration uptime() {
    return jvm.uptime();
  }

  @Override
  public long processCpuNanos() {
    return jvm.processCpuNanos();
  }
}
