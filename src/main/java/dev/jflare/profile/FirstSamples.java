package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import java.util.HashMap;
import java.util.Map;

/**
 * JFR weighs an allocation sample with all that its thread has allocated since its sample before;
 * the first one of a thread in the life of the JVM, with all since the thread began. So in a
 * recording that starts late a thread's first sample may stand for days: 4.3 GB instead of 2 MB in
 * the truth workload, on 17, 21 and 25. It is taken to weigh as much as the thread's second one. A
 * thread that began in the session has nothing from before, and counts as it is.
 *
 * <p>One for all files of a session: what is held of one file may be released by the next.
 */
final class FirstSamples {
  private static final Held RELEASED = new Held(0, null);

  private final Map<Integer, Held> threads = new HashMap<>();
  private final long newestOldThread;

  /**
   * @param newestOldThread the highest id of a Java thread when the session began; {@link
   *     Long#MAX_VALUE} when that is not known
   */
  FirstSamples(long newestOldThread) {
    this.newestOldThread = newestOldThread;
  }

  /**
   * Passes the sample on, now or together with the next one of its thread.
   *
   * @param thread id in the recording
   * @param javaThread id in the JVM; 0 when it is not known
   */
  void add(int thread, long javaThread, long time, SampleKey key, long bytes, Sink sink) {
    Held held = javaThread > newestOldThread ? RELEASED : threads.get(thread);
    if (held == null) {
      threads.put(thread, new Held(time, key));
      return;
    }
    if (held.key != null) {
      threads.put(thread, RELEASED);
      sink.allocated(held.time, held.key, bytes);
    }
    sink.allocated(time, key, bytes);
  }

  /** Where samples go with the weight they have in the end. */
  interface Sink {
    void allocated(long time, SampleKey key, long bytes);
  }

  private static final class Held {
    private final long time;
    private final @Nullable SampleKey key;

    Held(long time, @Nullable SampleKey key) {
      this.time = time;
      this.key = key;
    }
  }
}
