package dev.jflare.pprof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The JVM as a server of profiles sees it. Calls block for as long as their window lasts and end
 * early when the calling thread is interrupted, as when a client goes away.
 */
public interface ProfileSource {
  /**
   * One profile.
   *
   * @param window zero for all since the source began to count; otherwise the difference between
   *     now and then, or for CPU the time of the window
   * @param collectFirst whether to collect garbage before looking at what is in use
   * @return a message of profile.proto, not compressed; valid also when it has no samples
   * @throws BusyException when another caller has what only one can have
   * @throws IOException when it cannot be recorded, with the reason
   */
  byte[] take(GoProfile profile, Duration window, boolean collectFirst)
      throws IOException, InterruptedException;

  /** How many entries the profile has now, for the index page; 0 for CPU. */
  int count(GoProfile profile) throws IOException;

  /**
   * Records for the length of the window.
   *
   * @return a JFR file alone in a folder; both are the caller's to delete
   */
  Path recording(Duration window) throws IOException, InterruptedException;

  /** The stacks of all threads as text. */
  String threadDump() throws IOException;

  /** The program and its arguments, secrets masked. */
  List<String> commandLine();

  /** Only one caller at a time can have a CPU profile or a recording; another one has it. */
  final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what is in use, in Go's words where it has some
     */
    public BusyException(String message) {
      super(message);
    }
  }
}
