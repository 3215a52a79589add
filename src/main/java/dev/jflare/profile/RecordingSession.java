package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.log.Log;
import dev.jflare.time.Deadline;
import java.io.IOException;

/** Records the JVM it runs in. */
public final class RecordingSession {
  public RecordingSession() {}

  public Recordings record(ProfileSpec spec, Jvm jvm, Deadline deadline, Log log)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException("next commit");
  }
}
