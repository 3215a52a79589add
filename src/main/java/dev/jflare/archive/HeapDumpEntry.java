package dev.jflare.archive;

import dev.jflare.hprof.HprofParts;
import dev.jflare.hprof.HprofReport;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.scrub.HeapDumpPolicy;
import dev.jflare.scrub.ScrubTally;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Masks a heap dump while the JVM writes it and packs it when the JVM goes on: deflate is slower
 * than the JVM, which would stand still for it. Only what is masked ever lies on the disk.
 */
final class HeapDumpEntry {
  /** An hour: the collector's own limit, which interrupts, is far below. */
  private static final long LONGEST_SECONDS = 3600;

  private final HprofParts parts;
  private final Staging staging;

  HeapDumpEntry(HeapDumpPolicy policy, Staging staging) {
    parts = new HprofParts(policy);
    this.staging = staging;
  }

  /**
   * @param out gets the dump as gzip and stays open
   */
  void write(HeapDumpStreams dump, ScrubTally tally, OutputStream out) throws IOException {
    Path start = staging.unfinished();
    Path objects = staging.unfinished();
    try {
      mask(dump, start, objects);
      Gzip.Fast gzip = new Gzip.Fast(out);
      HprofReport report;
      if (parts.inTwo()) {
        report = parts.writeHead(gzip);
        Files.copy(objects, gzip);
      } else {
        report = parts.report();
        Files.copy(start, gzip);
      }
      gzip.finish();
      HeapDumpPolicy.count(report, tally);
    } finally {
      Files.deleteIfExists(start);
      Files.deleteIfExists(objects);
    }
  }

  private void mask(HeapDumpStreams dump, Path startFile, Path objectsFile) throws IOException {
    FutureTask<Void> second =
        new FutureTask<>(
            () -> {
              masked(dump, parts::objects, dump.objects(), objectsFile);
              return null;
            });
    Thread thread = new Thread(second, "jflare-heap-objects");
    thread.setDaemon(true);
    thread.start();
    try {
      masked(dump, parts::start, dump.start(), startFile);
    } finally {
      await(second);
    }
  }

  /** Masks one of the streams. When that fails both end, so that nobody waits for the other. */
  private static void masked(HeapDumpStreams dump, Masking masking, InputStream in, Path file)
      throws IOException {
    boolean done = false;
    try (OutputStream out = OwnerOnly.stream(file)) {
      masking.of(in, out);
      done = true;
    } finally {
      if (!done) {
        dump.close();
      }
    }
  }

  private static void await(FutureTask<Void> second) throws IOException {
    try {
      second.get(LONGEST_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof IOException ? (IOException) cause : new IOException(e);
    } catch (TimeoutException e) {
      throw new IOException("heap dump did not end in " + LONGEST_SECONDS + " s", e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted while the JVM wrote its heap dump");
    }
  }

  private interface Masking {
    void of(InputStream in, OutputStream out) throws IOException;
  }
}
