package dev.jflare.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The commands of one async-profiler session. Every value is explicit, because the recording names
 * a default that was left out as 0 (reference profiles 3.1).
 */
final class AsyncCommand {
  static final long INTERVAL_NANOS = 10_000_000;

  /** Contention counts from this on when every event is asked for; below, by chance, unbiased. */
  private static final long LOCK_BASE_NANOS = 100_000;

  /** async-profiler warns on the host's streams, which are not ours; it answers us all the same. */
  private static final String SILENT = ",loglevel=none";

  /**
   * Leaves out system and JVM information (1), system properties (2) and libraries (4), which hold
   * the command line and with it secrets; the collectors gather them scrubbed.
   */
  private static final String NOTHING_ABOUT_THE_SYSTEM = ",jfropts=7";

  private static final long LOCK_MAX_NANOS = 1_000_000_000;
  private static final long ALLOC_MIN_BYTES = 512 << 10;
  private static final long ALLOC_MAX_BYTES = 16 << 20;
  private static final long ALLOC_SAMPLES_PER_SECOND = 500;

  /** Of the 1024 objects that can be followed, with room for a heap that grows. */
  private static final long LIVE_SAMPLES = 700;

  /** Only Linux has it; needs no rights and no descriptor for each thread. */
  private static final String CTIMER = "ctimer";

  /** A timer of the whole process, known everywhere; counts some percent too much on Linux. */
  private static final String ITIMER = "itimer";

  enum Part {
    CPU,
    ALLOC,
    LIVE,
    LOCK
  }

  private final Path file;
  private final String event;
  private final long allocIntervalBytes;
  private final long lockIntervalNanos;

  private AsyncCommand(Path file, String event, long allocBytes, long lockNanos) {
    this.file = file;
    this.event = event;
    this.allocIntervalBytes = allocBytes;
    this.lockIntervalNanos = lockNanos;
  }

  /**
   * Chooses the values.
   *
   * @param heap what the program allocates and keeps
   * @param mutexFraction raises the lock interval: waits shorter than it are sampled in proportion
   *     to their length, longer ones are all kept, so 1/N of the short ones remain
   */
  static AsyncCommand choose(Path file, String osName, HeapFigures heap, long mutexFraction)
      throws RefusedException {
    String path = file.toAbsolutePath().toString();
    if (path.indexOf(',') >= 0 || path.indexOf('%') >= 0) {
      throw new RefusedException(
          "async-profiler cannot write to a path with a comma or %: " + path);
    }
    long alloc = heap.bytesPerSecond() / ALLOC_SAMPLES_PER_SECOND;
    alloc = Math.min(ALLOC_MAX_BYTES, Math.max(ALLOC_MIN_BYTES, alloc));
    alloc = Math.max(alloc, heap.liveBytes() / LIVE_SAMPLES);
    long lock = Math.min(LOCK_MAX_NANOS / LOCK_BASE_NANOS, mutexFraction) * LOCK_BASE_NANOS;
    String event = osName.contains("Linux") ? CTIMER : ITIMER;
    return new AsyncCommand(file.toAbsolutePath(), event, alloc, lock);
  }

  Path file() {
    return file;
  }

  /** The same without CPU samples, for when JFR takes them. */
  AsyncCommand withoutCpu() {
    return new AsyncCommand(file, "", allocIntervalBytes, lockIntervalNanos);
  }

  /**
   * This command and what to try after it: a sandbox may refuse one kind of timer, or all; then
   * what needs none is still to be had.
   */
  List<AsyncCommand> alternatives() {
    List<AsyncCommand> commands = new ArrayList<>();
    commands.add(this);
    if (event.equals(CTIMER)) {
      commands.add(new AsyncCommand(file, ITIMER, allocIntervalBytes, lockIntervalNanos));
    }
    if (!event.isEmpty()) {
      commands.add(withoutCpu());
    }
    return commands;
  }

  long allocIntervalBytes() {
    return allocIntervalBytes;
  }

  long lockIntervalNanos() {
    return lockIntervalNanos;
  }

  /** What is asked for, in words: {@code [ctimer, alloc, lock]}. */
  String describe(Set<Part> asked) {
    List<String> words = new ArrayList<>();
    for (Part part : asked) {
      words.add(part == Part.CPU ? event : part.name().toLowerCase(Locale.ROOT));
    }
    return words.toString();
  }

  /** What to try, the fullest first; each next one leaves out what most often is refused. */
  List<Set<Part>> ladder(JavaBuild build) {
    List<Set<Part>> steps = new ArrayList<>();
    if (build.keepsMethodIds()) {
      if (build.feature() >= 11) {
        steps.add(EnumSet.of(Part.ALLOC, Part.LIVE, Part.LOCK));
      }
      steps.add(EnumSet.of(Part.ALLOC, Part.LOCK));
    }
    steps.add(EnumSet.of(Part.LOCK));
    if (!event.isEmpty()) {
      steps.add(EnumSet.noneOf(Part.class));
      steps.forEach(parts -> parts.add(Part.CPU));
    }
    return Collections.unmodifiableList(steps);
  }

  String start(Set<Part> parts) {
    StringBuilder command = new StringBuilder("start,jfr");
    if (parts.contains(Part.CPU)) {
      command.append(",event=").append(event).append(",interval=").append(INTERVAL_NANOS);
    }
    if (parts.contains(Part.ALLOC)) {
      command.append(",alloc=").append(allocIntervalBytes);
    }
    if (parts.contains(Part.LIVE)) {
      command.append(",live");
    }
    if (parts.contains(Part.LOCK)) {
      command.append(",lock=").append(lockIntervalNanos);
    }
    command.append(",jstackdepth=512,memlimit=64m,chunksize=16m,chunktime=60s");
    command.append(NOTHING_ABOUT_THE_SYSTEM).append(SILENT);
    return command.append(",file=").append(file).toString();
  }

  /** Ends the open chunk and begins another in the same file. */
  String dump() {
    return "dump,jfr" + SILENT + ",file=" + file;
  }

  /** Asks for counters, in Prometheus' text form; they are those of the latest session. */
  static String metrics() {
    return "metrics";
  }

  /** Ends the session and the file. */
  static String stop() {
    return "stop" + SILENT;
  }
}
