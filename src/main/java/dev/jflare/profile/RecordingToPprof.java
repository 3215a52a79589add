package dev.jflare.profile;

import dev.jflare.pprof.ProfileBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
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
    if (async != null) {
      read(async, new AsyncEvents(tables, recordings));
    }
    Path jdk = recordings.jdkFile();
    if (jdk != null) {
      int feature = JavaBuild.parse(recordings.fact(Fact.JAVA, "")).feature();
      read(jdk, new JdkEventSums(tables, feature));
    }
    remarks.liveObjects(tables.liveObjects);
    if (recordings.engine(ProfileKind.CPU).equals(Fact.JFR)) {
      spreadCpuTime(tables.of(ProfileKind.CPU));
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

  private byte[] profile(ProfileKind kind) {
    ProfileBuilder profile = new ProfileBuilder();
    switch (kind) {
      case CPU:
        profile.sampleType("samples", "count").sampleType("cpu", "nanoseconds");
        profile.period("cpu", "nanoseconds", AsyncCommand.INTERVAL_NANOS);
        times(profile, windowStart(), windowEnd());
        break;
      case MUTEX:
      case BLOCK:
        profile.sampleType("contentions", "count").sampleType("delay", "nanoseconds");
        profile.period("contentions", "count", 1);
        times(profile, recordings.number(Fact.SESSION_START, 0), windowEnd());
        break;
      case FIRST_HEAP:
      case SECOND_HEAP:
        heap(profile, kind == ProfileKind.FIRST_HEAP ? windowStart() : windowEnd());
        break;
    }
    remarks.writeTo(profile, kind);
    tables.of(kind).writeTo(profile);
    return profile.build();
  }

  private void heap(ProfileBuilder profile, long time) {
    profile.sampleType("alloc_objects", "count").sampleType("alloc_space", "bytes");
    profile.sampleType("inuse_objects", "count").sampleType("inuse_space", "bytes");
    profile.period("space", "bytes", recordings.number(Fact.AP_ALLOC_INTERVAL, 0));
    profile.timeNanos(time);
    if (!recordings.engine(ProfileKind.SECOND_HEAP).equals(Fact.ASYNC_PROFILER)
        || !recordings.fact(Fact.AP_COMMAND, "").contains(",live")) {
      profile.defaultSampleType("alloc_space"); // what is in use is not known well enough
    }
  }

  private static void times(ProfileBuilder profile, long from, long to) {
    profile.timeNanos(from).durationNanos(Math.max(0, to - from));
  }

  private long windowStart() {
    return recordings.number(Fact.WINDOW_START, recordings.number(Fact.SESSION_START, 0));
  }

  private long windowEnd() {
    return recordings.number(Fact.WINDOW_END, windowStart());
  }
}
