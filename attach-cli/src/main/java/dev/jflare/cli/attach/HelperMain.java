package dev.jflare.cli.attach;

import dev.jflare.exchange.ExchangeRequest;
import dev.jflare.json.Json;
import dev.jflare.jvm.AttachCheck;
import dev.jflare.jvm.AttachCheck.Verdict;
import dev.jflare.jvm.ProcessView;
import dev.jflare.log.Log;
import dev.jflare.scrub.KnownValue;
import dev.jflare.scrub.KnownValues;
import dev.jflare.time.Deadline;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The part of this program that runs as the user of a JVM, where that user alone is obeyed: it
 * makes the visit, and passes everything through its standard streams. Its orders come over
 * standard input, so that nothing secret stands in its arguments or environment, which others can
 * read; at its end it lets go of the JVM and cleans up.
 */
public final class HelperMain {
  private static final int PATIENCE_SECONDS = 60;

  /** The other side says when to stop, and its end is heard; this is for neither. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private final DataInputStream orders;
  private final DataOutputStream out;
  private final Thread worker = Thread.currentThread();
  private volatile boolean keeps;
  private final CountDownLatch left = new CountDownLatch(1);

  private HelperMain(InputStream orders, OutputStream out) {
    this.orders = new DataInputStream(orders);
    this.out = new DataOutputStream(out);
  }

  /** For {@link HelperVisit}, not for people. */
  public static void main(String[] args) throws IOException {
    new HelperMain(System.in, System.out).run();
  }

  private void run() throws IOException {
    ProcessView process = ProcessView.of(orders.readLong());
    Duration loading = Duration.ofMillis(orders.readLong());
    byte[] request = HelperWire.text(orders).getBytes(StandardCharsets.UTF_8);
    ExchangeRequest order = ExchangeRequest.read(new ByteArrayInputStream(request));
    Thread ear = new Thread(this::listen, "jflare-orders");
    ear.setDaemon(true);
    ear.start();
    try {
      check(process);
      visit(process, order, loading);
    } catch (AttachException e) {
      HelperWire.send(out, HelperWire.PROBLEM, e.problem().name(), "" + e.getMessage());
    } catch (IOException e) {
      HelperWire.send(out, HelperWire.FAILED, "" + e.getMessage());
    } catch (InterruptedException cancelled) {
      HelperWire.send(out, HelperWire.FAILED, "cancelled");
    }
  }

  /** With the rights that we have now. */
  private static void check(ProcessView process) throws IOException {
    Verdict verdict = AttachCheck.of(process);
    if (!verdict.attachable()) {
      throw new IOException(
          "cannot attach as its user: " + verdict.message() + "; " + verdict.nextStep());
    }
  }

  private void visit(ProcessView process, ExchangeRequest order, Duration loading)
      throws IOException, InterruptedException {
    try (DirectVisit visit = DirectVisit.begin(process, this::reported, Log.NONE)) {
      Loaded loaded = visit.load(order, Deadline.after(loading));
      HelperWire.send(
          out, HelperWire.LOADED, loaded.reply().name(), loaded.road(), visit.agentJar());
      follow(visit);
      awaitLeave();
      if (keeps) {
        visit.keepAgent();
      }
    }
  }

  private void follow(Visit visit) throws IOException {
    try {
      Map<String, Object> result = visit.await(Deadline.after(LONGEST));
      bring(visit);
      HelperWire.send(out, HelperWire.RESULT, Json.line(result));
    } catch (IOException cutShort) {
      if (visit.began()) {
        bring(visit);
      }
      HelperWire.send(out, HelperWire.FAILED, "" + cutShort.getMessage());
    } catch (InterruptedException cancelled) {
      HelperWire.send(out, HelperWire.FAILED, "cancelled");
    }
  }

  private void reported(Map<String, Object> event) {
    try {
      HelperWire.send(out, HelperWire.EVENT, Json.line(event));
    } catch (IOException nobodyListens) {
      worker.interrupt();
    }
  }

  private void bring(Visit visit) throws IOException {
    KnownValues learnt = new KnownValues();
    visit.learnt(learnt);
    for (KnownValue value : learnt.since(0)) {
      HelperWire.send(out, HelperWire.VALUE, value.value(), value.kind());
    }
    bring(visit.part(), "part");
    bring(visit.recordings(), "recordings");
  }

  private void bring(Path folder, String name) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              send(file, name + "/" + folder.relativize(file), attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void send(Path file, String name, long size) throws IOException {
    try (InputStream in =
        Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      out.write(HelperWire.FILE);
      HelperWire.text(out, name);
      out.writeLong(size);
      byte[] buffer = new byte[1 << 16];
      long left = size;
      for (int n; left > 0 && (n = in.read(buffer, 0, (int) Math.min(left, 1 << 16))) > 0; ) {
        out.write(buffer, 0, n);
        left -= n;
      }
      if (left > 0) {
        throw new IOException(name + " shrank while it was read");
      }
      out.flush();
    }
  }

  /** What comes while the agent works. The end of the stream: nobody is there any more. */
  private void listen() {
    try {
      for (int order = orders.read(); order >= 0; order = orders.read()) {
        if (order == HelperWire.CANCEL) {
          worker.interrupt();
        } else if (order == HelperWire.KEEP) {
          keeps = true;
        }
      }
    } catch (IOException broken) {
      // as its end
    }
    left.countDown();
    worker.interrupt();
  }

  /** Until the other side has all it wants: the agent's files are gone afterwards. */
  private void awaitLeave() {
    try {
      if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        keeps = false; // then nobody knows of it
      }
    } catch (InterruptedException leaving) {
      // that is the end of the other side, too
    }
  }
}
