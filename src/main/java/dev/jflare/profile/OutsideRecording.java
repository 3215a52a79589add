package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import dev.jflare.time.EpochNanos;
import dev.jflare.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A recording of a JVM that lets no agent in: JFR, started and stopped by the JVM's own diagnostic
 * commands from outside. The JVM reads its settings from a file and writes the recording into one;
 * whoever uses this brings both into its reach and out of it.
 */
public final class OutsideRecording {
  /** What the recording is to be called in the folder that {@link #saved} is given. */
  public static final String FILE = Recordings.JDK_FILE;

  /** Stopping writes the file, and whoever asked wants to read it. */
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final ProfileSpec spec;
  private final Jvm jvm;
  private final JdkSettings settings;
  private final SessionFacts facts;
  private final String name = "jflare-" + Long.toString(System.nanoTime(), 36);

  /**
   * @param javaVersion of the JVM to be recorded, {@code 21.0.12}
   */
  public OutsideRecording(ProfileSpec spec, Jvm jvm, String javaVersion, Log log) {
    this.spec = spec;
    this.jvm = jvm;
    this.facts = new SessionFacts(log);
    Set<ProfileKind> kinds = EnumSet.allOf(ProfileKind.class);
    this.settings =
        new JdkSettings(JavaBuild.parse(javaVersion), spec.blockingRateNanos()).with(kinds);
    facts.put(Fact.JAVA, javaVersion);
    facts.put(Fact.PID, jvm.pid());
    facts.put(Fact.SERVICE, spec.service());
    facts.refusal("this JVM loads no agents: JFR by diagnostic commands, without async-profiler");
    kinds.forEach(kind -> facts.put(Fact.engine(kind), Fact.JFR));
  }

  /** The settings for JFR, which the JVM has to be able to read as a file. */
  public byte[] settings() {
    return JfrSettingsFile.of(settings.asMap()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Records for the length of the window. The first recording of a JVM takes a second to start, and
   * leaves JFR's threads behind.
   *
   * @param settingsFile as the JVM names it
   * @param recordingFile the same for the file that it is to write
   * @param deadline cuts the window short so that stopping is still in time
   * @throws IOException when JFR cannot be commanded; nothing is left running then
   * @throws InterruptedException when interrupted; the recording has been stopped and written
   */
  public void run(String settingsFile, String recordingFile, Deadline deadline)
      throws IOException, InterruptedException {
    facts.clock(Fact.SESSION_START);
    facts.timed("jfr-start", () -> start(settingsFile));
    facts.put(Fact.JFR_EVENTS, String.join(",", settings.events()));
    facts.put(Fact.JFR_THRESHOLD, settings.thresholdNanos());
    facts.put(Fact.JFR_THROUGH, "JFR.start, from outside");
    long cpu = jvm.processCpuNanos();
    try {
      facts.clock(Fact.WINDOW_START);
      window(deadline);
    } finally {
      facts.clock(Fact.WINDOW_END);
      long used = jvm.processCpuNanos();
      if (cpu >= 0 && used >= cpu) {
        facts.put(Fact.CPU_IN_WINDOW, used - cpu);
      }
      facts.timed("jfr-stop", () -> stop(recordingFile));
      facts.clock(Fact.SESSION_END);
    }
  }

  private void window(Deadline deadline) throws InterruptedException {
    long left = deadline.remainingNanos() - STOPPING.toNanos();
    Duration possible = Duration.ofNanos(Math.max(0, left));
    boolean whole = possible.compareTo(spec.window()) >= 0;
    long before = EpochNanos.now();
    Pause.REAL.take(whole ? spec.window() : possible);
    if (!whole) {
      long took = (EpochNanos.now() - before) / 1_000_000;
      facts.put(Fact.ENDED_EARLY, "its time was over after " + took + " ms");
    }
  }

  private void start(String settingsFile) throws IOException {
    String answer =
        jvm.command(
            "JFR.start",
            "name=" + name,
            "settings=" + settingsFile,
            "maxsize=" + JdkRecorder.MAX_BYTES,
            "disk=true",
            "dumponexit=false");
    if (!answer.contains("Started recording")) {
      throw new IOException("JFR.start said " + answer.trim());
    }
  }

  private void stop(String recordingFile) throws IOException {
    String answer = jvm.command("JFR.stop", "name=" + name, "filename=" + recordingFile);
    if (!answer.contains("Stopped recording")) {
      throw new IOException("JFR.stop said " + answer.trim());
    }
  }

  /**
   * Describes the recording beside its file, for the conversion.
   *
   * @param folder holds {@link #FILE}
   */
  public Recordings saved(Path folder) throws IOException {
    Recordings recordings = new Recordings(folder, facts.all());
    recordings.save();
    return recordings;
  }
}
