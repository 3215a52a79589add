package dev.jflare.profile;

import dev.jflare.jvm.Jvm;
import dev.jflare.log.Log;
import dev.jflare.profile.History.Survivors;
import dev.jflare.time.Deadline;
import dev.jflare.time.EpochNanos;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Profilers that run on and on. Each look closes the chunk that async-profiler writes (1 ms), and
 * where JFR is asked for takes a copy of its chunks, and adds up what is new into a {@link
 * History}. Used by one thread; only {@link #keep} and {@link #keepNoMore} may be called by others.
 */
final class OngoingRecording implements Closeable {
  static final String ENDED = "ended.jfr";
  static final String COPY = "copy.jfr";

  /** Files beyond this are ended; 60 s of everything are about 12 MB (reference profiles 5.2). */
  private static final long MOST_FILE_BYTES = 64L << 20;

  private static final long LONGEST_FILE_NANOS = Duration.ofHours(1).toNanos();

  /** More than lies between two looks, with room for a machine that is busy. */
  private static final Duration KEPT_BY_JFR = Duration.ofMinutes(3);

  private final ProfileSpec spec;
  private final Profilers profilers;
  private final Window forever;
  private final History history;
  private final List<RawWindow> raw = new CopyOnWriteArrayList<>();
  private final NewChunks asyncChunks = new NewChunks();
  private final NewChunks jdkChunks = new NewChunks();
  private FirstSamples firstSamples = new FirstSamples(Long.MAX_VALUE);
  private final AllocationCount allocations = new AllocationCount();
  private long began;
  private long fileBegan;
  private long fileBeganAt;
  private long lastLook;
  private long lost;

  OngoingRecording(ProfileSpec spec, Jvm jvm, Log log, History history) {
    this.spec = spec;
    this.history = history;
    this.profilers = new Profilers(spec, jvm, new SessionFacts(log));
    this.forever = new Window(spec, Deadline.after(Duration.ofDays(36_500)));
  }

  /** Starts what can be started; the first time in a JVM this takes about a second. */
  void start() {
    profilers.start(forever);
    profilers.goOn(KEPT_BY_JFR);
    profilers.sessionStarts();
    profilers.windowStarts();
    firstSamples = new FirstSamples(facts().number(Fact.NEWEST_THREAD, Long.MAX_VALUE));
    began = EpochNanos.now();
    fileBegan = System.nanoTime();
    fileBeganAt = began;
    lastLook = began;
  }

  /** When it began, in nanoseconds since 1970. */
  long began() {
    return began;
  }

  /** Whether async-profiler's file has become so large or old that another should begin. */
  boolean fileIsFull() {
    return hasAsyncFile()
        && (profilers.fileSize() > MOST_FILE_BYTES
            || System.nanoTime() - fileBegan > LONGEST_FILE_NANOS);
  }

  private boolean hasAsyncFile() {
    return Files.exists(asyncFile());
  }

  /**
   * Adds what has happened since the last look.
   *
   * @param jfr whether JFR is asked, too; costs some tens of milliseconds
   * @param alive whether to find out what is alive: then async-profiler's file ends
   * @return when, in nanoseconds since 1970
   */
  long look(boolean jfr, boolean alive) throws IOException {
    boolean async = hasAsyncFile();
    boolean ends = async && (alive || fileIsFull());
    boolean copies = jfr || profilers.engine(ProfileKind.CPU).equals(Fact.JFR);
    if (ends || copies) {
      profilers.windowEnds(); // asks JMX this and that, which other looks have no use for
    }
    FoldTables fold = new FoldTables(facts());
    if (ends) {
      renew(fold);
    }
    profilers.windowStarts();
    if (async && !ends) {
      read(asyncFile(), asyncChunks, new AsyncEvents(fold, facts()));
    }
    long now = EpochNanos.now();
    if (copies) {
      readJdk(fold, now);
    }
    history.add(fold, lastLook, now);
    lastLook = now;
    return now;
  }

  private void renew(FoldTables fold) throws IOException {
    Recordings before = facts();
    Path ended = spec.workFolder().resolve(ENDED);
    profilers.renew(ended);
    try {
      read(ended, asyncChunks, new AsyncEvents(fold, before));
    } finally {
      Files.deleteIfExists(ended);
    }
    long now = EpochNanos.now();
    if (before.engine(ProfileKind.SECOND_HEAP).equals(Fact.ASYNC_PROFILER)) {
      history.alive(new Survivors(fold, fileBeganAt, now, collection(before)));
    }
    fileBegan = System.nanoTime();
    fileBeganAt = now;
  }

  private void readJdk(FoldTables fold, long now) throws IOException {
    Path copy = spec.workFolder().resolve(COPY);
    try {
      if (profilers.copyJdk(copy)) {
        int feature = JavaBuild.parse(facts().fact(Fact.JAVA, "")).feature();
        read(copy, jdkChunks, new JdkEventSums(fold, feature, firstSamples));
      }
    } finally {
      Files.deleteIfExists(copy);
    }
    if (profilers.engine(ProfileKind.CPU).equals(Fact.JFR) && !fold.samplesCpuTime()) {
      long spent = facts().number(Fact.CPU_IN_WINDOW, 0);
      fold.of(ProfileKind.CPU).spread(ProfileTables.COUNT, ProfileTables.NANOS, (double) spent);
    }
    if (profilers.engine(ProfileKind.SECOND_HEAP).equals(Fact.JFR)) {
      allocations.raise(fold.of(ProfileKind.SECOND_HEAP), facts().number(Fact.ALLOCATED, 0));
      history.alive(new Survivors(fold, began, now, collection(facts())));
    }
  }

  private static long collection(Recordings facts) {
    return facts.number(Fact.LAST_COLLECTION, 0);
  }

  private void read(Path file, NewChunks chunks, RecordingFile.Visitor visitor) {
    String name = String.valueOf(file.getFileName());
    try {
      lost +=
          chunks.read(
              file,
              chunk -> {
                for (RawWindow window : raw) {
                  window.add(visitor instanceof AsyncEvents, chunk);
                }
                new RecordingFile(name, chunk, history.stacks()).read(visitor);
              });
    } catch (IOException e) { // what was read until here counts
      lost++;
    }
  }

  /** What is known of the session, and how each profile is recorded, at present. */
  Recordings facts() {
    Recordings known = profilers.recordings(forever);
    Map<String, String> facts = new TreeMap<>(known.facts());
    facts.put(Fact.CONTINUOUS, Long.toString(began));
    facts.put(Fact.RAISED, Double.toString(allocations.factor()));
    return new Recordings(known.folder(), facts);
  }

  /** Chunks that could not be read. */
  long lostChunks() {
    return lost;
  }

  /** From now on chunks are also kept as they are. */
  void keep(RawWindow window) {
    raw.add(window);
  }

  void keepNoMore(RawWindow window) {
    raw.remove(window);
  }

  /** Ends the profilers. */
  @Override
  public void close() {
    profilers.stop();
  }

  private Path asyncFile() {
    return spec.workFolder().resolve(Recordings.AP_FILE);
  }
}
