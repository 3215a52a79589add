package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.GoProfile;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.testing.GoProgram;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profiles of a real Go program say what ours have to look like. */
class GoShapesTest {
  private static final long INTERVAL = 512 << 10;

  @TempDir Path folder;
  @TempDir Path empty;

  @Test
  void columnsPeriodsDefaultsAndTimesAreGos() throws Exception {
    Map<GoProfile, Pprof> ours = ours();
    try (GoProgram program = GoProgram.start(GoProgram.build("pprofserver", folder))) {
      for (GoProfile profile : GoProfile.values()) {
        Pprof go = get(program, profile);
        assertEquals(shape(go), shape(ours.get(profile)), profile.path());
      }
      Pprof heap = get(program, GoProfile.HEAP);
      assertTrue(
          heap.samples().stream()
              .filter(sample -> sample.value(heap.column("alloc_objects")) > 0)
              .allMatch(sample -> sample.labels().containsKey("bytes")),
          "the label that heap samples have");
    }
  }

  @Test
  void labelIsTheSizeClassOfArraysAndTheSizeOfOtherObjects() {
    assertEquals(24, bytes("java.lang.Integer", 24));
    assertEquals(1048, bytes("pkg.Wide", 1048));
    assertEquals(128, bytes("byte[]", 128));
    assertEquals(1152, bytes("byte[]", 1040));
    assertEquals(73_728, bytes("byte[]", (64 << 10) + 16)); // what Go makes of it too
    assertEquals(0, bytes("byte[]", 0));
    for (long size = 16; size < 1 << 24; size += 8 + size / 5) {
      long rounded = ObjectSize.rounded(size);
      assertTrue(rounded >= size && rounded <= size * 9 / 8 + 8, size + " to " + rounded);
      assertEquals(rounded, ObjectSize.rounded(rounded), "a size class is its own");
    }
  }

  private static long bytes(String type, long size) {
    String text = ObjectSize.labels(type, "", size).toString();
    return Long.parseLong(text.substring(text.lastIndexOf('=') + 1));
  }

  private Map<GoProfile, Pprof> ours() throws Exception {
    Map<String, String> facts = new java.util.HashMap<>();
    facts.put(Fact.SESSION_START, "1000000000");
    facts.put(Fact.WINDOW_START, "2000000000");
    facts.put(Fact.WINDOW_END, "3000000000");
    facts.put(Fact.AP_ALLOC_INTERVAL, Long.toString(INTERVAL));
    facts.put(Fact.AP_COMMAND, "start,alloc=1,live");
    facts.put(Fact.engine(ProfileKind.SECOND_HEAP), Fact.ASYNC_PROFILER);
    Map<ProfileKind, byte[]> made = RecordingToPprof.convert(new Recordings(empty, facts));
    Map<GoProfile, byte[]> profiles = new EnumMap<>(GoProfile.class);
    profiles.put(GoProfile.HEAP, made.get(ProfileKind.SECOND_HEAP));
    profiles.put(GoProfile.ALLOCS, GoProfile.ALLOCS.newProfile(INTERVAL).timeNanos(1).build());
    profiles.put(GoProfile.PROFILE, made.get(ProfileKind.CPU));
    profiles.put(GoProfile.MUTEX, made.get(ProfileKind.MUTEX));
    profiles.put(GoProfile.BLOCK, made.get(ProfileKind.BLOCK));
    profiles.put(GoProfile.GOROUTINE, ThreadProfiles.goroutines());
    SampleTable started = ThreadProfiles.startedThreads(new SampleTable(1));
    profiles.put(GoProfile.THREADCREATE, ThreadProfiles.startedThreads(started, 0));
    Map<GoProfile, Pprof> read = new EnumMap<>(GoProfile.class);
    for (Map.Entry<GoProfile, byte[]> profile : profiles.entrySet()) {
      PprofRules.check(profile.getValue());
      read.put(profile.getKey(), PprofReader.read(profile.getValue()));
    }
    assertEquals(
        shape(read.get(GoProfile.HEAP)),
        shape(PprofReader.read(made.get(ProfileKind.FIRST_HEAP))),
        "both heap profiles");
    return read;
  }

  private static Pprof get(GoProgram program, GoProfile profile) throws Exception {
    String query = profile == GoProfile.PROFILE ? "?seconds=1" : "";
    URI uri = URI.create("http://" + program.address() + "/debug/pprof/" + profile.path() + query);
    byte[] body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
            .body();
    return PprofReader.read(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes());
  }

  private static String shape(Pprof profile) {
    return String.join(
        ", ",
        profile.sampleTypes().toString(),
        "period " + profile.period() + " " + profile.periodType(),
        "default '" + profile.defaultSampleType() + "'",
        profile.timeNanos() > 0 ? "a time" : "no time",
        profile.durationNanos() > 0 ? "a duration" : "no duration");
  }
}
