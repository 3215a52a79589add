package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.IOException;

/** Records one window of a JVM: with profilers begun for it, or with those that run anyway. */
public interface Recorder {
  /**
   * Runs the window and leaves what was recorded in the specification's work folder. Interrupted
   * while recording, it ends at once, keeps what there is, and returns with the thread's interrupt
   * status set again.
   *
   * @param deadline cuts the window short so that stopping is still in time
   * @throws IOException when nothing can be recorded or written
   * @throws InterruptedException when interrupted before anything was recorded
   */
  Recordings record(ProfileSpec spec, Jvm jvm, Deadline deadline, Log log)
      throws IOException, InterruptedException;
}
