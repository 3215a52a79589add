package dev.jflare.cli.attach;

import dev.jflare.archive.Evidence;
import dev.jflare.collect.Collector;
import dev.jflare.collect.SkippedException;
import dev.jflare.flare.PauseClock;
import dev.jflare.flare.SafepointClock;
import dev.jflare.jvm.PerfData.Safepoints;
import dev.jflare.jvm.ProcessView;
import dev.jflare.lang.Streams;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A heap dump, masked while the JVM writes it into a pipe. Only for who asks for it: the JVM stands
 * still meanwhile.
 */
public final class HeapDump implements Collector {
  public static final String ID = "heap-dump";

  private static final Duration THREADS = Duration.ofSeconds(10);

  /** Several times what the longest pause allowed by default takes; then it is packed. */
  private static final Duration SPAN = Duration.ofMinutes(20);

  /** {@code "main" #1 prio=5}; names may have quotes themselves. */
  private static final Pattern THREAD_NAME = Pattern.compile("(?m)^\"(.*)\" (?:#\\d|os_prio|prio)");

  private final ProcessView process;
  private final JvmCommands commands;
  private final HeapEstimate estimate;
  private final Path output;

  /**
   * @param estimate what was agreed to
   * @param output where the archive goes, and the masked dump before it
   */
  public HeapDump(ProcessView process, JvmCommands commands, HeapEstimate estimate, Path output) {
    this.process = process;
    this.commands = commands;
    this.estimate = estimate;
    this.output = output;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String about() {
    return "a heap dump without values, which stops the JVM meanwhile";
  }

  @Override
  public Duration span() {
    return SPAN;
  }

  @Override
  public void collect(Evidence evidence, Deadline deadline) throws Exception {
    if (!process.sharesRoot() || !process.sharesNamespace("pid", ProcessView.self())) {
      throw new SkippedException(
          "the JVM is in a container: its heap can be dumped by attach.jar in the same container");
    }
    requireSpace();
    evidence.note("estimate", estimate.toString());
    Collection<String> names = threadNames(deadline);
    HeapPipes pipes = HeapPipes.open(process);
    try {
      Dumping dumping = new Dumping(pipes, evidence, deadline);
      Thread thread = new Thread(dumping, "jflare-heap-command");
      thread.setDaemon(true);
      thread.start();
      evidence.heapDump("heap/" + TargetName.service(process) + ".hprof.gz", pipes, names);
      thread.join(deadline.remainingMillis());
    } finally {
      pipes.delete();
    }
  }

  /** The masked dump, its packed form, and that once more in the archive. */
  private void requireSpace() throws IOException {
    long wanted = 2 * estimate.bytes();
    long free = Files.getFileStore(output).getUsableSpace();
    if (free < wanted) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%d MB are free in %s, %d MB are wanted for a heap dump; name another folder with"
                  + " --output",
              free / 1_000_000,
              output,
              wanted / 1_000_000));
    }
  }

  private Collection<String> threadNames(Deadline deadline) throws IOException {
    String dump = said("Thread.print", deadline.atMost(THREADS));
    List<String> names = new ArrayList<>();
    Matcher name = THREAD_NAME.matcher(dump);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private String said(String command, Deadline limit) throws IOException {
    try (InputStream answer = commands.run(command, limit)) {
      return new String(Streams.readAll(answer), StandardCharsets.UTF_8);
    }
  }

  /** What the JVM is told, and what it says at the end. */
  private final class Dumping implements Runnable {
    private final HeapPipes pipes;
    private final Evidence evidence;
    private final Deadline deadline;
    private final PauseClock clock = SafepointClock.of(process);

    Dumping(HeapPipes pipes, Evidence evidence, Deadline deadline) {
      this.pipes = pipes;
      this.evidence = evidence;
      this.deadline = deadline;
    }

    @Override
    public void run() {
      Optional<Safepoints> before = clock.pauses();
      long began = System.nanoTime();
      try {
        // -all: dead objects, too, without the collection of a whole heap before the dump
        String command = "GC.heap_dump -all -overwrite " + pipes.file();
        String said = said(command, deadline);
        if (said.contains("Heap dump file created")) {
          pipes.written();
        } else {
          pipes.failed("the JVM made no heap dump: " + said.trim().replace('\n', ' '));
        }
      } catch (IOException e) {
        pipes.failed("the JVM made no heap dump: " + e.getMessage());
      }
      evidence.note("pause", pausedSince(before));
      evidence.note("written in", (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    private String pausedSince(Optional<Safepoints> before) {
      return before
          .flatMap(then -> clock.pauses().map(now -> now.total().minus(then.total())))
          .map(paused -> paused.toMillis() + " ms")
          .orElse("not measured");
    }
  }
}
