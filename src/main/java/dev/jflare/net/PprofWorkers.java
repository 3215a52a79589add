package dev.jflare.net;

import dev.jflare.archive.Gzip;
import dev.jflare.log.Log;
import dev.jflare.pprof.PprofAnswer;
import dev.jflare.pprof.PprofRequest;
import dev.jflare.pprof.PprofService;
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

  /** Interrupts all that is at work, and waits for its end. */
  void close(long limitMillis) throws InterruptedException {
    pool.shutdownNow();
    if (!pool.awaitTermination(limitMillis, TimeUnit.MILLISECONDS)) {
      log.warn("a worker of the pprof server does not end");
    }
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "jflare-pprof-" + number.incrementAndGet());
    thread.setDaemon(true);
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
