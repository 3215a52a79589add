package dev.jflare.net;

import dev.jflare.archive.Gzip;
import dev.jflare.log.Log;
import dev.jflare.pprof.PprofAnswer;
import dev.jflare.pprof.PprofRequest;
import dev.jflare.pprof.PprofService;
import dev.jflare.time.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Makes answers, one thread for each request that is being answered: most of them only wait for
 * their window to end, and one that waits must not keep a short one from its turn. Threads without
 * work end.
 */
final class PprofWorkers {
  private static final int MAX_REQUESTS = 64;
  private static final long IDLE_SECONDS = 10;

  private final PprofService service;
  private final Log log;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          MAX_REQUESTS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread,
          new ThreadPoolExecutor.AbortPolicy());

  PprofWorkers(PprofService service, Log log) {
    this.service = service;
    this.log = log;
  }

  /**
   * Begins to make an answer.
   *
   * @param then takes the answer, on the worker's thread; not called when the work is cancelled
   *     before it begins
   * @throws RejectedExecutionException when as many requests as there may be are at work
   */
  Future<?> begin(PprofRequest request, Consumer<Ready> then) {
    return pool.submit(() -> then.accept(answer(request)));
  }

  private Ready answer(PprofRequest request) {
    try {
      return new Ready(service.answer(request));
    } catch (InterruptedException nobodyWaits) {
      return new Ready(PprofAnswer.error(500, "context canceled"));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      log.warn("an answer of the pprof server failed: " + e);
      return new Ready(PprofAnswer.error(500, "failed to collect profile: " + e));
    }
  }

  /** Interrupts all that is at work, and waits for the end of the threads. */
  void close(Deadline limit) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      try {
        thread.join(Math.max(1, limit.remainingMillis()));
      } catch (InterruptedException again) {
        interrupted = true;
      }
      if (thread.isAlive()) {
        log.warn("a worker of the pprof server does not end");
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A pool says that it is over while its threads still live, and they hold our classes. */
  private Thread thread(Runnable task) {
    threads.removeIf(made -> made.getState() == Thread.State.TERMINATED);
    Thread thread = new Thread(task, "jflare-pprof-" + number.incrementAndGet());
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /** An answer with its body as it goes over the wire. */
  static final class Ready {
    final PprofAnswer answer;
    final byte[] body;

    Ready(PprofAnswer answer) {
      this.answer = answer;
      this.body =
          answer.form() == PprofAnswer.Form.GZIP ? Gzip.compress(answer.body()) : answer.body();
    }
  }
}
