package dev.jflare.net;

import dev.jflare.time.Deadline;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Makes the threads of one event loop group and can wait for their end: Netty reports a group as
 * ended when its threads are about to end, which is too early to unload our classes.
 */
final class LoopThreads implements ThreadFactory {
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final String prefix;

  LoopThreads(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new FastThreadLocalThread(task, prefix + "-" + (threads.size() + 1));
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /** Ends a loop on these threads and waits until they are gone, within the limit. */
  void end(EventLoopGroup loop, Deadline limit) {
    boolean interrupted = Thread.interrupted();
    long millis = limit.remainingMillis();
    Future<?> ended = loop.shutdownGracefully(0, millis, TimeUnit.MILLISECONDS);
    try {
      if (ended.await(millis)) {
        for (Thread thread : threads) {
          thread.join(Math.max(1, limit.remainingMillis()));
        }
      }
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
