package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** JFR: knows waits of every kind and of virtual threads, and stands in for all that is left. */
final class JdkEngine implements ProfilerEngine {
  private final ProfileSpec spec;
  private final JavaBuild build;
  private final SessionFacts facts;
  private @Nullable JdkSession session;
  private Set<ProfileKind> recorded = EnumSet.noneOf(ProfileKind.class);
  private boolean startingThreads;
  private boolean cpuTime;

  JdkEngine(ProfileSpec spec, JavaBuild build, SessionFacts facts) {
    this.spec = spec;
    this.build = build;
    this.facts = facts;
  }

  /** The first recording of a JVM takes a second, so it begins before it is known what is left. */
  @Override
  public void prepare() throws RefusedException {
    session =
        JdkSession.start(
            ManagementFactory.getPlatformMBeanServer(),
            settings(EnumSet.of(ProfileKind.BLOCK)),
            spec.workFolder(),
            facts);
    cpuTime = spec.samplesCpuTime() && session.knows(JdkSettings.CPU_TIME_SAMPLE);
    if (spec.samplesCpuTime() && !cpuTime) {
      facts.refusal("this JVM has no jdk.CPUTimeSample, which came with Java 25 on Linux");
    }
  }

  @Override
  public void start(HeapFigures heap) {}

  @Override
  public Set<ProfileKind> kinds() {
    return session == null ? Collections.emptySet() : EnumSet.allOf(ProfileKind.class);
  }

  /** Whether CPU time can be sampled as such, and is to be. */
  boolean samplesCpuTime() {
    return cpuTime;
  }

  @Override
  public void record(Set<ProfileKind> kinds) {
    if (session == null) {
      return;
    }
    recorded = kinds;
    session.use(settings(kinds));
    boolean sampled = kinds.contains(ProfileKind.CPU) && cpuTime;
    facts.put(Fact.JFR_CPU_TIME, Boolean.toString(sampled));
  }

  /**
   * For a session that is read while it runs: only what comes between two readings is kept, and who
   * starts threads is recorded, too.
   */
  void goOn(Duration time) {
    if (session != null) {
      startingThreads = true;
      record(recorded);
      session.keepOnly(time);
    }
  }

  /**
   * Copies what was recorded of late, up to now.
   *
   * @return false when JFR does not run, or cannot
   */
  boolean copy(Path file) {
    return session != null && session.copy(file);
  }

  @Override
  public void windowStarts() {}

  @Override
  public long fileSize() {
    return 0;
  }

  @Override
  public void stop() {
    if (session != null) {
      session.stop(spec.workFolder().resolve(Recordings.JDK_FILE));
    }
  }

  private JdkSettings settings(Set<ProfileKind> kinds) {
    JdkSettings settings = new JdkSettings(build, spec.blockingRateNanos());
    if (startingThreads) {
      settings.startingThreads();
    }
    return (cpuTime ? settings.samplingCpuTime() : settings).with(kinds);
  }
}
