package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.IOException;

/**
 * Records the JVM it runs in, for one window. Go's flare takes a heap profile, a CPU profile of N
 * seconds and a second heap profile; here one session covers all of it:
 *
 * <pre>
 * session start ---- window start ---------------------- window end
 *      | alloc, live, lock, park, wait: all of the session   |
 *      |                  | CPU: the window only             |
 *                    1st heap                            2nd heap
 * </pre>
 *
 * The second heap profile contains the first, as in Go, so {@code go tool pprof -base 1st 2nd}
 * shows what the window allocated and kept. Holds no state between two calls; one at a time.
 */
public final class RecordingSession implements Recorder {
  /** Nothing is loaded or started before {@link #record}. */
  public RecordingSession() {}

  /**
   * Runs the window and leaves the recordings in the work folder, also when neither profiler can be
   * had: then it says why. Interrupted while recording, it ends at once, keeps what there is (see
   * {@link Recordings#endedEarly}) and returns with the thread's interrupt status set again.
   *
   * @param deadline cuts the window short so that stopping is still in time
   * @throws IOException when the work folder cannot be written
   * @throws InterruptedException when interrupted before anything was recorded
   */
  @Override
  public Recordings record(ProfileSpec spec, Jvm jvm, Deadline deadline, Log log)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before the recording began");
    }
    Window window = new Window(spec, deadline);
    Profilers profilers = new Profilers(spec, jvm, new SessionFacts(log));
    try {
      profilers.start(window);
      window.run(profilers);
    } finally {
      window.enterCleanup();
      profilers.stop();
    }
    Recordings recordings = profilers.recordings(window);
    recordings.save();
    window.leaveCleanup();
    return recordings;
  }
}
