package dev.jflare.inside;

import dev.jflare.jvm.Jvm;
import dev.jflare.lang.Nullable;
import dev.jflare.log.Log;
import dev.jflare.profile.ProfileSpec;
import dev.jflare.profile.Recorder;
import dev.jflare.profile.RecordingSession;
import dev.jflare.profile.Recordings;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Records with the profilers of a session that another core owns: there are not two users of
 * async-profiler in one JVM. How that session records is its own affair; the specification tells
 * the window and the folder.
 */
final class SessionRecorder implements Recorder {
  /** Kept of the time limit for the last look and for writing. */
  private static final long RESERVE_MILLIS = 3_000;

  private final BiFunction<String, Map<String, Object>, Map<String, Object>> session;

  private SessionRecorder(BiFunction<String, Map<String, Object>, Map<String, Object>> session) {
    this.session = session;
  }

  /**
   * What to record with.
   *
   * @param session as {@link Inside} describes it, or null when there is none in this JVM
   */
  @SuppressWarnings("unchecked") // by the table in Inside
  static Recorder of(@Nullable Object session) {
    return session instanceof BiFunction
        ? new SessionRecorder(
            (BiFunction<String, Map<String, Object>, Map<String, Object>>) session)
        : new RecordingSession();
  }

  @Override
  public Recordings record(ProfileSpec spec, Jvm jvm, Deadline deadline, Log log)
      throws IOException {
    long left = Math.max(1, deadline.remainingMillis() - RESERVE_MILLIS);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("folder", spec.workFolder().toAbsolutePath().toString());
    arguments.put("windowMillis", Math.min(left, spec.window().toMillis()));
    arguments.put("service", spec.service());
    Object problem = session.apply("window", arguments).get("problem");
    if (problem != null) {
      throw new IOException("the profilers that run in this JVM: " + problem);
    }
    return Recordings.load(spec.workFolder());
  }
}
