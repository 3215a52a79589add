package dev.jflare.profile;

import java.util.Set;

/**
 * A profiler as one window uses it. Each may refuse to work here, and says why; what runs then
 * shares the profiles out ({@link EngineChoice}), so that each is made of one engine. The sessions
 * below ({@link AsyncSession}, {@link JdkSession}) know nothing of windows.
 */
interface ProfilerEngine {
  /** Does what takes long and needs no figures: loads a library, starts a recorder. */
  void prepare() throws RefusedException;

  /** Records from now on; what was prepared is at work when this returns. */
  void start(HeapFigures heap) throws RefusedException;

  /** What it can record as it runs here; empty when it does not run. */
  Set<ProfileKind> kinds();

  /** Leaves it to this engine to record these, of those it can. */
  void record(Set<ProfileKind> kinds);

  /** The window begins: a border in the recording, where the engine can set one. */
  void windowStarts();

  /** Bytes written so far, 0 for an engine that bounds them itself. */
  long fileSize();

  /** Ends the recording and leaves it in the work folder; harmless when nothing runs. */
  void stop();
}
