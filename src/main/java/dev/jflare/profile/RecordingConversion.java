package dev.jflare.profile;

import dev.jflare.archive.Gzip;
import dev.jflare.jfr.ChunkContents;
import dev.jflare.jfr.RecordingContents;
import dev.jflare.jfr.SoundRecording;
import dev.jflare.lang.OwnerOnly;
import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.ProfileBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Makes profiles of a recording that somebody has, of JFR or of async-profiler, without knowing
 * more of it than it says itself. There is no window in such a file, so the heap is one profile.
 */
public final class RecordingConversion {
  /** What {@link ConvertedProfile#id} may be. */
  public static final List<String> IDS =
      Collections.unmodifiableList(
          Arrays.asList("cpu", "heap", "mutex", "block", "wall", "malloc", "nativelock"));

  private final SoundRecording recording;
  private final long time;
  private final RecordingContents contents;
  private final FileFacts facts;
  private final FileRemarks remarks;
  private final ProfileTables tables;
  private final ProfileTables wallTables;
  private final NativeTables nativeCode = new NativeTables();

  private RecordingConversion(Path original, SoundRecording recording) throws IOException {
    this.recording = recording;
    this.contents = RecordingContents.of(recording);
    this.facts = new FileFacts(recording.file(), contents);
    // a profile has a time, also one of which nothing else is known
    this.time =
        facts.isEmpty()
            ? Files.getLastModifiedTime(original).to(TimeUnit.NANOSECONDS)
            : facts.endNanos();
    this.remarks = new FileRemarks(String.valueOf(original.getFileName()), facts);
    this.tables = new ProfileTables(facts.recordings(Collections.emptyMap()));
    this.wallTables = new ProfileTables(facts.recordings(Collections.emptyMap()));
  }

  /**
   * Reads a recording, as far as it can be read.
   *
   * @param file also packed with gzip
   * @param work a private folder for what has to be put right before it can be read
   * @throws dev.jflare.jfr.NotARecordingException when it is something else
   * @throws IOException when it cannot be read for another reason, or the folder not be written
   */
  public static RecordingConversion of(Path file, Path work) throws IOException {
    List<String> losses = new ArrayList<>();
    Path plain = isGzip(file) ? unpacked(file, work, losses) : file;
    SoundRecording recording = SoundRecording.of(plain, work);
    RecordingConversion conversion = new RecordingConversion(file, recording);
    losses.addAll(recording.losses());
    losses.forEach(conversion.remarks::add);
    if (!recording.isEmpty()) {
      conversion.read();
    }
    return conversion;
  }

  private static boolean isGzip(Path file) throws IOException {
    byte[] start = new byte[3];
    try (InputStream in = Files.newInputStream(file)) {
      return in.read(start) == start.length && Gzip.isGzip(start);
    }
  }

  private static Path unpacked(Path file, Path work, List<String> losses) throws IOException {
    Path plain = work.resolve("unpacked.jfr");
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = OwnerOnly.stream(plain)) {
      if (!Gzip.decompress(in, out)) {
        losses.add("the gzip file is cut or damaged, so its end is missing");
      }
    }
    return plain;
  }

  private void read() {
    readScopes();
    FileEvents events = new FileEvents(facts, tables, wallTables, nativeCode);
    try {
      for (ChunkContents chunk : contents.chunks()) {
        events.add(chunk);
      }
    } catch (IOException e) { // what was read until here still counts
      remarks.add("not read to its end: " + e.getMessage());
    }
    if (facts.engine(ProfileKind.CPU).equals(Fact.JFR) && !facts.samplesCpuTime()) {
      tables
          .of(ProfileKind.CPU)
          .spread(ProfileTables.COUNT, ProfileTables.NANOS, (double) facts.jdkCpuNanos());
    }
  }

  /** Samples of any chunk may lie within a scope of any other, so scopes come first. */
  private void readScopes() {
    if (Collections.disjoint(counts().keySet(), TraceScopes.IN_FILES)) {
      return;
    }
    try {
      TraceScopes scopes = TraceScopes.read(recording.file());
      tables.scopes(scopes);
      wallTables.scopes(scopes);
      remarks.add("labels trace_id, span_id, span: of what ended while recording");
    } catch (IOException e) {
      remarks.add("labels trace_id, span_id, span: not to be read: " + e.getMessage());
    }
  }

  /** What the file is, in lines for a person. */
  public List<String> about() {
    return remarks.about();
  }

  /** Number of events by type, whether or not a profile is made of them. */
  public Map<String, Long> counts() {
    return contents.counts();
  }

  /**
   * Every profile, also those without a sample; those that Go does not have only when they have
   * any: of wall-clock time, of native memory and of native locks.
   */
  public List<ConvertedProfile> profiles() {
    List<ConvertedProfile> profiles = new ArrayList<>();
    profiles.add(converted("cpu", cpu(), ProfileKind.CPU));
    profiles.add(converted("heap", heap(), ProfileKind.SECOND_HEAP));
    profiles.add(converted("mutex", GoProfile.MUTEX.newProfile(1), ProfileKind.MUTEX));
    profiles.add(converted("block", GoProfile.BLOCK.newProfile(1), ProfileKind.BLOCK));
    if (facts.hasWall()) {
      profiles.add(wall());
    }
    if (nativeCode.memory().size() > 0) {
      long interval = facts.settings().get(0).mallocBytes();
      ProfileBuilder profile = NativeTables.memoryProfile(interval).timeNanos(time);
      profiles.add(finished("malloc", profile, nativeCode.memory(), remarks.ofMalloc()));
    }
    if (nativeCode.locks().size() > 0) {
      ProfileBuilder profile = NativeTables.lockProfile().timeNanos(time);
      profiles.add(finished("nativelock", profile, nativeCode.locks(), remarks.ofNativeLocks()));
    }
    return profiles;
  }

  private ConvertedProfile converted(String id, ProfileBuilder profile, ProfileKind kind) {
    profile.timeNanos(time);
    List<String> comments = remarks.of(kind);
    if (tables.of(kind).size() == 0 && !facts.engine(kind).equals(Fact.NO_ENGINE)) {
      comments.add("none of the events in the file is of the program's own threads");
    }
    return finished(id, profile, tables.of(kind), comments);
  }

  private ProfileBuilder cpu() {
    String engine = facts.engine(ProfileKind.CPU);
    long interval = 0;
    if (engine.equals(Fact.ASYNC_PROFILER)) {
      interval = facts.settings().get(0).intervalNanos();
    }
    return GoProfile.PROFILE.newProfile(interval).durationNanos(facts.recordedNanos(engine));
  }

  private ProfileBuilder heap() {
    boolean async = facts.engine(ProfileKind.SECOND_HEAP).equals(Fact.ASYNC_PROFILER);
    long interval = async ? facts.settings().get(0).allocBytes() : 0;
    ProfileBuilder heap = GoProfile.HEAP.newProfile(interval);
    boolean inUse = facts.count(Fact.ASYNC_PROFILER, "profiler.LiveObject") > 0;
    return inUse ? heap : heap.defaultSampleType("alloc_space");
  }

  private ConvertedProfile wall() {
    long interval = facts.settings().get(0).wallNanos();
    ProfileBuilder profile = new ProfileBuilder();
    profile.sampleType("samples", "count").sampleType("wall", "nanoseconds");
    profile.period("wall", "nanoseconds", interval).timeNanos(time);
    profile.durationNanos(facts.recordedNanos(Fact.ASYNC_PROFILER));
    return finished("wall", profile, wallTables.of(ProfileKind.CPU), remarks.ofWall());
  }

  private static ConvertedProfile finished(
      String id, ProfileBuilder profile, SampleTable table, List<String> comments) {
    comments.forEach(profile::comment);
    table.writeTo(profile);
    return new ConvertedProfile(id, profile.build(), table, comments);
  }
}
