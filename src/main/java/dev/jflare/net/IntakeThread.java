package dev.jflare.net;

import dev.jflare.lang.Nullable;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the one thread of an intake and waits for its end: Netty says that a loop is over while its
 * thread still lives.
 */
final class IntakeThread implements ThreadFactory {
  private volatile @Nullable Thread thread;

  @Override
  public Thread newThread(Runnable task) {
    Thread made = new FastThreadLocalThread(task, "jflare-intake");
    made.setDaemon(true);
    thread = made;
    return made;
  }

  /** Returns when the thread is over or the limit reached; at once on the thread itself. */
  void join(long limitMillis) {
    Thread made = thread;
    if (made == null || made == Thread.currentThread()) {
      return; // a listener may close its intake
    }
    try {
      made.join(limitMillis);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
