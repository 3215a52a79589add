package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingToPprofTest {
  @TempDir Path folder;

  @Test
  void withoutAnyRecordingAllFiveAreValidAndSayWhy() throws Exception {
    Map<ProfileKind, byte[]> profiles =
        convert(Map.of(Fact.SESSION_START, "1000", Fact.REFUSAL + 1, "no JFR in this image"));
    assertEquals(List.of(ProfileKind.values()), List.copyOf(profiles.keySet()));
    for (byte[] proto : profiles.values()) {
      PprofRules.check(proto);
      Pprof profile = PprofReader.read(proto);
      assertEquals(List.of(), profile.samples());
      assertTrue(
          profile.comments().contains("not to be had: no JFR in this image"),
          profile.comments()::toString);
    }
  }

  @Test
  void columnsAndPeriodsAreGos() throws Exception {
    Map<ProfileKind, byte[]> profiles =
        convert(
            Map.of(
                Fact.engine(ProfileKind.SECOND_HEAP),
                Fact.ASYNC_PROFILER,
                Fact.AP_ALLOC_INTERVAL,
                "524288"));
    String heap =
        "[alloc_objects/count, alloc_space/bytes, inuse_objects/count, inuse_space/bytes]"
            + " space/bytes";
    String waits = "[contentions/count, delay/nanoseconds] contentions/count";
    assertEquals(heap, shape(profiles.get(ProfileKind.FIRST_HEAP)));
    assertEquals(heap, shape(profiles.get(ProfileKind.SECOND_HEAP)));
    assertEquals(
        "[samples/count, cpu/nanoseconds] cpu/nanoseconds", shape(profiles.get(ProfileKind.CPU)));
    assertEquals(waits, shape(profiles.get(ProfileKind.MUTEX)));
    assertEquals(waits, shape(profiles.get(ProfileKind.BLOCK)));
    assertEquals(524288, PprofReader.read(profiles.get(ProfileKind.FIRST_HEAP)).period());
  }

  @Test
  void damagedRecordingCostsItsSamplesOnly() throws Exception {
    byte[] rubbish = new byte[4096];
    new Random(1).nextBytes(rubbish);
    Files.write(folder.resolve(Recordings.AP_FILE), rubbish);
    Files.write(folder.resolve(Recordings.JDK_FILE), new byte[0]);
    Map<ProfileKind, byte[]> profiles =
        convert(Map.of(Fact.engine(ProfileKind.CPU), "async-profiler", Fact.SESSION_START, "1"));
    Pprof cpu = PprofReader.read(profiles.get(ProfileKind.CPU));
    PprofRules.check(profiles.get(ProfileKind.CPU));
    assertTrue(
        cpu.comments().stream().anyMatch(c -> c.startsWith("ap.jfr was not read to its end: ")),
        cpu.comments()::toString);
    assertTrue(
        cpu.comments().stream().anyMatch(c -> c.startsWith("jdk.jfr was not read to its end: ")),
        cpu.comments()::toString);
  }

  private Map<ProfileKind, byte[]> convert(Map<String, String> facts) {
    return RecordingToPprof.convert(new Recordings(folder, facts));
  }

  private static String shape(byte[] proto) throws Exception {
    Pprof profile = PprofReader.read(proto);
    return profile.sampleTypes() + " " + profile.periodType();
  }
}
