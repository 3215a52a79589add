package dev.jflare.profile;

import dev.jflare.lang.Nullable;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * Turns recordings into the five profiles, shaped as Go's runtime/pprof writes them: the same
 * columns, period types and default columns, so that what is made for Go reads them as its own.
 */
public final class RecordingToPprof {
  private final Recordings recordings;
  private final ProfileTables tables;
  private final Remarks remarks;

  private RecordingToPprof(Recordings recordings) {
    this.recordings = recordings;
    this.tables = new ProfileTables(recordings);
    this.remarks = new Remarks(recordings);
  }

  /**
   * Reads each file once and writes the profiles.
   *
   * @return an entry for every kind, in the kinds' order; each is a valid message of profile.proto,
   *     not compressed, and where nothing could be recorded it has no samples and a comment saying
   *     why
   */
  public static Map<ProfileKind, byte[]> convert(Recordings recordings) {
    RecordingToPprof conversion = new RecordingToPprof(recordings);
    conversion.read();
    Map<ProfileKind, byte[]> profiles = new EnumMap<>(ProfileKind.class);
    for (ProfileKind kind : ProfileKind.values()) {
      profiles.put(kind, conversion.profile(kind));
    }
    return profiles;
  }

  private void read() {
    Path async = recordings.asyncProfilerFile();
    Path jdk = recordings.jdkFile();
    readScopes(jdk);
    if (async != null) {
      read(async, new AsyncEvents(tables, recordings));
    }
    if (jdk != null) {
      int feature = JavaBuild.parse(recordings.fact(Fact.JAVA, "")).feature();
      long newestOldThread = recordings.number(Fact.NEWEST_THREAD, Long.MAX_VALUE);
      JdkEventSums sums = new JdkEventSums(tables, feature, new FirstSamples(newestOldThread));
      read(jdk, sums);
      sums.addRemarks(remarks);
    }
    remarks.liveObjects(tables.liveObjects);
    remarks.cpuNanos(tables.of(ProfileKind.CPU).total(ProfileTables.NANOS));
    if (recordings.engine(ProfileKind.CPU).equals(Fact.JFR) && !tables.samplesCpuTime()) {
      spreadCpuTime(tables.of(ProfileKind.CPU));
    }
    if (recordings.engine(ProfileKind.SECOND_HEAP).equals(Fact.JFR)) {
      raiseToAllocatedBytes();
    }
  }

  /** Both files have samples of threads that worked within a scope, so scopes come first. */
  private void readScopes(@Nullable Path jdk) {
    List<String> events = Arrays.asList(recordings.fact(Fact.JFR_EVENTS, "").split(","));
    if (jdk == null || Collections.disjoint(events, TraceScopes.EVENT_TYPES)) {
      return;
    }
    try {
      tables.scopes(TraceScopes.read(jdk));
      remarks.add("trace_id, span_id: of spans that ended while recording and took 1 ms or more");
    } catch (IOException e) {
      remarks.add("trace_id, span_id: not to be read: " + e.getMessage());
    }
  }

  private void read(Path file, RecordingFile.Visitor visitor) {
    try {
      new RecordingFile(file).read(visitor);
    } catch (IOException e) { // what was read until here still counts
      remarks.add(file.getFileName() + " was not read to its end: " + e.getMessage());
    }
  }

  /**
   * JFR looks at a few threads every 10 ms, however many run: on two cores with 16 busy threads its
   * samples times 10 ms come to a fifth of the CPU time (reference profiles 5.3). So they only tell
   * how the measured CPU time divides.
   */
  private void spreadCpuTime(SampleTable cpu) {
    long spent = recordings.number(Fact.CPU_IN_WINDOW, 0);
    cpu.spread(ProfileTables.COUNT, ProfileTables.NANOS, (double) spent);
  }

  /**
   * JFR misses allocations: on Java 8 those of C1's code, later the last ones of each thread. The
   * JVM counts them all, or at least those of the threads that still live, so its count is a lower
   * bound. Shares stay as they are.
   */
  private void raiseToAllocatedBytes() {
    double seen = tables.of(ProfileKind.SECOND_HEAP).total(ProfileTables.ALLOC_SPACE);
    double factor = seen == 0 ? 1 : recordings.number(Fact.ALLOCATED, 0) / seen;
    if (factor > 1) {
      for (ProfileKind kind : EnumSet.of(ProfileKind.FIRST_HEAP, ProfileKind.SECOND_HEAP)) {
        SampleTable table = tables.of(kind);
        table.scale(ProfileTables.ALLOC_SPACE, factor);
        table.scale(ProfileTables.ALLOC_OBJECTS, factor);
      }
      remarks.raised(factor);
    }
  }

  private byte[] profile(ProfileKind kind) {
    ProfileBuilder profile = shape(kind);
    remarks.writeTo(profile, kind);
    tables.of(kind).writeTo(profile);
    return profile.build();
  }

  /**
   * Only a CPU profile has a duration: what the others count, Go counts since the program began.
   */
  private ProfileBuilder shape(ProfileKind kind) {
    switch (kind) {
      case CPU:
        return GoProfile.PROFILE
            .newProfile(AsyncCommand.INTERVAL_NANOS)
            .timeNanos(windowStart())
            .durationNanos(Math.max(0, windowEnd() - windowStart()));
      case MUTEX:
        return GoProfile.MUTEX.newProfile(1).timeNanos(windowEnd());
      case BLOCK:
        return GoProfile.BLOCK.newProfile(1).timeNanos(windowEnd());
      case FIRST_HEAP:
        return heap().timeNanos(windowStart());
      default:
        return heap().timeNanos(windowEnd());
    }
  }

  private ProfileBuilder heap() {
    boolean async = recordings.engine(ProfileKind.SECOND_HEAP).equals(Fact.ASYNC_PROFILER);
    long interval = async ? recordings.number(Fact.AP_ALLOC_INTERVAL, 0) : 0;
    ProfileBuilder profile = GoProfile.HEAP.newProfile(interval);
    if (!recordings.followsObjects()) {
      profile.defaultSampleType("alloc_space"); // what is in use is not known well enough
    }
    return profile;
  }

  private long windowStart() {
    return recordings.number(Fact.WINDOW_START, recordings.number(Fact.SESSION_START, 0));
  }

  private long windowEnd() {
    return recordings.number(Fact.WINDOW_END, windowStart());
  }
}
