package dev.jflare.profile;

import java.util.EnumMap;
import java.util.Map;

/**
 * The sums for the five profiles, while recordings are read; {@link FoldTables} are those of a
 * piece.
 */
class ProfileTables {
  /** Columns of a heap profile, in Go's order. */
  static final int ALLOC_OBJECTS = 0;

  static final int ALLOC_SPACE = 1;
  static final int INUSE_OBJECTS = 2;
  static final int INUSE_SPACE = 3;

  /** Columns of the others: how many, and how long. */
  static final int COUNT = 0;

  static final int NANOS = 1;

  /** JFR's and our own threads wait all the time, and not for the program. */
  private static final String[] NOT_OF_THE_PROGRAM = {"jflare-", "JFR "};

  private final Map<ProfileKind, SampleTable> tables = new EnumMap<>(ProfileKind.class);
  private final SampleTable startedThreads = new SampleTable(1);
  private final Recordings recordings;
  private final long windowStart;
  private final long windowEnd;
  private final long lastCollection;
  private TraceScopes scopes = TraceScopes.NONE;

  /** Survivors that async-profiler still followed at the end; 1024 are the most it can. */
  int liveObjects;

  ProfileTables(Recordings recordings) {
    this.recordings = recordings;
    this.windowEnd = recordings.number(Fact.WINDOW_END, Long.MAX_VALUE);
    long sessionStart = recordings.number(Fact.SESSION_START, 0);
    long collection = recordings.number(Fact.LAST_COLLECTION, 0);
    this.lastCollection = collection > sessionStart ? collection : Long.MAX_VALUE;
    // without a window start the session ended before it; then all there is counts
    this.windowStart = recordings.number(Fact.WINDOW_START, sessionStart);
    for (ProfileKind kind : ProfileKind.values()) {
      tables.put(kind, emptyTable(kind));
    }
  }

  static SampleTable emptyTable(ProfileKind kind) {
    boolean heap = kind == ProfileKind.FIRST_HEAP || kind == ProfileKind.SECOND_HEAP;
    return new SampleTable(heap ? 4 : 2);
  }

  SampleTable of(ProfileKind kind) {
    SampleTable table = tables.get(kind);
    if (table == null) {
      throw new IllegalStateException("no table for " + kind);
    }
    return table;
  }

  /** Threads by who started them; one column. */
  SampleTable startedThreads() {
    return startedThreads;
  }

  void addStartedThread(SampleKey starter) {
    startedThreads.row(starter)[COUNT]++;
  }

  /** Whether a profile is to be made of this engine's file. */
  boolean madeOf(String engine, ProfileKind kind) {
    return recordings.engine(kind).equals(engine);
  }

  /** Which traces threads worked for; none unless a caller has read them. */
  TraceScopes scopes() {
    return scopes;
  }

  void scopes(TraceScopes known) {
    scopes = known;
  }

  /** Whether the CPU profile is made of JFR's samples of CPU time. */
  boolean samplesCpuTime() {
    return Boolean.parseBoolean(recordings.fact(Fact.JFR_CPU_TIME, "false"));
  }

  void addCpu(long time, SampleKey key, long nanos) {
    if (time >= windowStart && time <= windowEnd) {
      add(of(ProfileKind.CPU).row(key), COUNT, 1, (double) nanos);
    }
  }

  /**
   * Adds to the second heap profile, and to the first what had happened by then.
   *
   * @param column ALLOC_OBJECTS or INUSE_OBJECTS; the bytes go into the next one
   */
  void addHeap(long time, SampleKey key, int column, double objects, double bytes) {
    add(of(ProfileKind.SECOND_HEAP).row(key), column, objects, bytes);
    if (time < windowStart) {
      add(of(ProfileKind.FIRST_HEAP).row(key), column, objects, bytes);
    }
  }

  /**
   * Whether an object of this age has been through a collection, so that being there means being in
   * use. Without any collection in the session nothing is known of any object, and all count.
   */
  boolean provenAlive(long allocated) {
    return allocated < lastCollection;
  }

  void addWait(ProfileKind kind, SampleKey key, double contentions, double nanos) {
    add(of(kind).row(key), COUNT, contentions, nanos);
  }

  static boolean ofTheProgram(String thread) {
    for (String prefix : NOT_OF_THE_PROGRAM) {
      if (thread.startsWith(prefix)) {
        return false;
      }
    }
    return true;
  }

  private static void add(double[] row, int column, double first, double second) {
    row[column] += first;
    row[column + 1] += second;
  }
}
