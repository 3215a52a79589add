package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import dev.jflare.pprof.SampleKeys;
import dev.jflare.testing.GoPprof;
import dev.jflare.testing.Targets;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with {@code go tool pprof}, done with the profiles of two runs of one program. */
class GoToolIT {
  @TempDir static Path classes;
  @TempDir static Path firstRun;
  @TempDir static Path secondRun;
  private static Map<ProfileKind, byte[]> profiles;
  private static Map<ProfileKind, byte[]> others;

  @TempDir Path folder;

  @BeforeAll
  static void recordTwice() throws Exception {
    assumeTrue(GoPprof.isHere(), "no go tool pprof here");
    ProfiledPrograms target = new ProfiledPrograms(classes);
    profiles = record(target, firstRun);
    others = record(target, secondRun);
  }

  private static Map<ProfileKind, byte[]> record(ProfiledPrograms target, Path run)
      throws Exception {
    target.run(Runtime.version().feature(), List.of(), "Record", run.toString(), "AUTO", "2000");
    return RecordingToPprof.convert(Recordings.load(run));
  }

  @Test
  void rawShowsGosHeaderAndOneAddressForEachFrame() throws Exception {
    String raw = GoPprof.run("-raw", file(ProfileKind.SECOND_HEAP));
    long interval = Recordings.load(firstRun).number(Fact.AP_ALLOC_INTERVAL, 0);
    assertTrue(interval >= 512 << 10, "interval " + interval);
    String header = "\nPeriodType: space bytes\nPeriod: " + interval + "\nTime: ";
    assertTrue(raw.contains(header), raw);
    assertTrue(
        raw.contains(
            "alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes\n"),
        raw);
    assertTrue(raw.contains("/0x0 [java]  [FN][FL][LN][IN]\n"), raw);
    assertTrue(raw.contains("bytes:[73728]"), "the size class of Planted.makeGarbage");
    assertTrue(raw.matches("(?s).*M=1 Planted.makeGarbage Planted.java:\\d+ .*"), raw);
  }

  @Test
  void listShowsTheLineThatAllocates() throws Exception {
    Path sources = Path.of(Targets.class.getResource("/targets").toURI());
    String list =
        GoPprof.run(
            "-sample_index=alloc_space",
            "-list=Planted.makeGarbage",
            "-source_path=" + sources,
            file(ProfileKind.SECOND_HEAP));
    assertTrue(
        list.lines()
            .anyMatch(line -> line.contains("new byte[64 << 10]") && line.matches(".*MB.*MB.*")),
        list);
  }

  @Test
  void baseAndDiffBaseLeaveWhatTheWindowAdded() throws Exception {
    Pprof first = PprofReader.read(profiles.get(ProfileKind.FIRST_HEAP));
    Pprof second = PprofReader.read(profiles.get(ProfileKind.SECOND_HEAP));
    int space = second.column("alloc_space");
    for (String option : List.of("-base", "-diff_base")) {
      Path difference = folder.resolve("difference" + option);
      GoPprof.run(
          "-proto",
          "-output=" + difference,
          option + "=" + file(ProfileKind.FIRST_HEAP),
          file(ProfileKind.SECOND_HEAP));
      Pprof left = PprofReader.read(unzipped(difference));
      assertEquals(second.total(space) - first.total(space), left.total(space), option);
    }
  }

  @Test
  void tagleafShowsTheClass() throws Exception {
    List<String> top = GoPprof.top("alloc_space", "-tagleaf=class", file(ProfileKind.SECOND_HEAP));
    assertEquals("byte[]", top.get(0), top::toString);
    List<String> waits = GoPprof.top("delay", "-tagleaf=kind", file(ProfileKind.MUTEX));
    assertEquals(Set.of("monitor", "park"), Set.copyOf(waits));
  }

  @Test
  void sizesAreTagsToFilterBy() throws Exception {
    String large =
        GoPprof.run(
            "-top",
            "-sample_index=alloc_space",
            "-tagfocus=bytes=200kb:300kb",
            file(ProfileKind.SECOND_HEAP));
    assertTrue(large.contains("Planted.retain"), large);
    assertTrue(!large.contains("Planted.makeGarbage"), large);
  }

  @Test
  void filesOfTwoRunsMergeByTheSameAddresses() throws Exception {
    for (ProfileKind kind : ProfileKind.values()) {
      Path merged = folder.resolve("merged-" + kind.id());
      Path other = zipped(others.get(kind), "other-" + kind.id());
      GoPprof.run("-symbolize=none", "-proto", "-output=" + merged, file(kind), other.toString());
      byte[] both = unzipped(merged);
      Set<String> keys = new HashSet<>(SampleKeys.byName(profiles.get(kind)).keySet());
      keys.addAll(SampleKeys.byName(others.get(kind)).keySet());
      Set<String> merge = SampleKeys.byName(both).keySet();
      assertTrue(keys.containsAll(merge), () -> kind.id() + " has more than both");
      assertEquals(keys.size(), merge.size(), kind.id());
      for (int column = 0; column < PprofReader.read(both).sampleTypes().size(); column++) {
        assertEquals(
            PprofReader.read(profiles.get(kind)).total(column)
                + PprofReader.read(others.get(kind)).total(column),
            PprofReader.read(both).total(column),
            kind.id());
      }
      Set<Frame> frames = new HashSet<>();
      PprofReader.read(both).samples().forEach(sample -> frames.addAll(sample.stack()));
      assertEquals(frames.size(), PprofRules.locations(both), "locations of " + kind.id());
    }
    byte[] one = profiles.get(ProfileKind.SECOND_HEAP);
    byte[] other = others.get(ProfileKind.SECOND_HEAP);
    int common = common(SampleKeys.byName(one), SampleKeys.byName(other));
    assertTrue(common > 0);
    assertEquals(common, common(SampleKeys.byAddress(one), SampleKeys.byAddress(other)));
  }

  private static int common(Map<String, ?> first, Map<String, ?> second) {
    Set<String> keys = new HashSet<>(first.keySet());
    keys.retainAll(second.keySet());
    return keys.size();
  }

  @Test
  void addressesAloneTellSamplesApart() throws Exception {
    for (ProfileKind kind : ProfileKind.values()) {
      byte[] proto = profiles.get(kind);
      PprofRules.check(proto);
      Map<String, List<Long>> byAddress = SampleKeys.byAddress(proto);
      assertEquals(SampleKeys.byName(proto).size(), byAddress.size(), kind.id());
      assertEquals(PprofReader.read(proto).samples().size(), byAddress.size(), kind.id());
    }
    byte[] first = profiles.get(ProfileKind.FIRST_HEAP);
    byte[] second = profiles.get(ProfileKind.SECOND_HEAP);
    assertEquals(
        SampleKeys.delta(SampleKeys.byName(first), SampleKeys.byName(second)),
        SampleKeys.delta(SampleKeys.byAddress(first), SampleKeys.byAddress(second)));
    Set<String> gone = new HashSet<>(SampleKeys.byAddress(first).keySet());
    gone.removeAll(SampleKeys.byAddress(second).keySet());
    assertEquals(Set.of(), gone, "a cumulative profile loses no sample");
  }

  private String file(ProfileKind kind) throws Exception {
    return zipped(profiles.get(kind), kind.id()).toString();
  }

  private Path zipped(byte[] proto, String name) throws Exception {
    Path file = folder.resolve(name + ".pprof");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(proto);
    }
    return file;
  }

  private static byte[] unzipped(Path file) throws Exception {
    return new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))).readAllBytes();
  }
}
