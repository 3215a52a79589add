package dev.jflare.collect;

import dev.jflare.archive.Evidence;
import dev.jflare.jvm.Jvm;
import dev.jflare.jvm.ServiceName;
import dev.jflare.log.Log;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.Recorder;
import dev.jflare.profile.RecordingToPprof;
import dev.jflare.profile.Recordings;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Records the JVM for the length of the window; what was recorded is left in the work folder. */
public final class Profiles implements Collector {
  public static final String ID = "profiles";

  /**
   * What starting, the time before the window, stopping and converting add to the window at most.
   */
  private static final Duration AROUND = Duration.ofSeconds(8);

  private final ProfileSpec spec;
  private final Jvm jvm;
  private final Recorder recorder;

  public Profiles(ProfileSpec spec, Jvm jvm, Recorder recorder) {
    this.spec = spec;
    this.jvm = jvm;
    this.recorder = recorder;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "heap, CPU, mutex and block profiles of one window, and the recording";
  }

  @Override
  public Duration span() {
    return spec.window().plus(AROUND);
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    Recordings recordings = recorder.record(spec, jvm, deadline, Log.NONE);
    recordings.facts().forEach(evidence::note);
  }

  /** Where a profile of this JVM belongs that is made without a recording. */
  static String path(Jvm jvm, String kind) {
    return path(ServiceName.of(jvm.environment(), jvm.systemProperties()), kind);
  }

  private static String path(String service, String kind) {
    return "profiles/" + service + "-" + kind + ".pprof";
  }

  /**
   * Turns what a session left into the files of the archive: five profiles, and the recording
   * behind them. Of a session that goes on the profiles are there already, and there is one of the
   * minutes before.
   */
  public static void write(Recordings recordings, String service, Evidence evidence)
      throws IOException {
    Map<String, byte[]> profiles = recordings.ready();
    if (profiles.isEmpty()) {
      RecordingToPprof.convert(recordings)
          .forEach((kind, profile) -> profiles.put(kind.id(), profile));
    }
    for (Map.Entry<String, byte[]> profile : profiles.entrySet()) {
      evidence.pprof(path(service, profile.getKey()), profile.getValue());
    }
    Path whole = recordings.folder().resolve("whole.jfr");
    try {
      String path = "profiles/" + service + ".jfr";
      if (recordings.merged(whole)) {
        evidence.recording(path, whole);
      } else {
        evidence.gap(path, "no profiler could record: " + String.join("; ", recordings.refusals()));
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }
}
