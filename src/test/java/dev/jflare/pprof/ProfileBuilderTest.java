package dev.jflare.pprof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProfileBuilderTest {
  private static final Frame LEAF = Frame.java("pkg.Leaf.run", "pkg/Leaf.java", 7);
  private static final Frame ROOT = Frame.java("pkg.Root.main", "pkg/Root.java", 70_000);
  private static final Frame LIBRARY = Frame.nativeCode("memset", "libc.so.6");

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    byte[] proto = example();
    PprofRules.check(proto);
    Pprof read = PprofReader.read(proto);

    assertEquals("[contentions/count, delay/nanoseconds]", read.sampleTypes().toString());
    assertEquals("contentions/count", read.periodType().toString());
    assertEquals(1, read.period());
    assertEquals(1_700_000_000_000_000_000L, read.timeNanos());
    assertEquals(3_000_000_000L, read.durationNanos());
    assertEquals("delay", read.defaultSampleType());
    assertEquals(List.of("first remark", "second remark"), read.comments());
    assertEquals(2, read.samples().size());
    assertEquals(List.of(LEAF, ROOT), read.samples().get(0).stack());
    assertEquals(Map.of("class", "byte[]"), read.samples().get(0).labels());
    assertEquals(List.of(LIBRARY, ROOT), read.samples().get(1).stack());
    assertEquals(Long.MAX_VALUE, read.samples().get(1).value(read.column("delay")));
    assertEquals(5, read.total(read.column("contentions")));
  }

  @Test
  void equalInputGivesEqualBytes() {
    assertArrayEquals(example(), example());
  }

  @Test
  void profileWithoutSamplesIsValid() throws Exception {
    byte[] proto =
        new ProfileBuilder()
            .sampleType("samples", "count")
            .period("cpu", "nanoseconds", 10_000_000)
            .timeNanos(1)
            .comment("nothing could be recorded")
            .build();
    PprofRules.check(proto);
    assertEquals(List.of(), PprofReader.read(proto).samples());
  }

  @Test
  void sampleWithAnotherNumberOfValuesIsRefused() {
    ProfileBuilder builder = new ProfileBuilder().sampleType("samples", "count");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> builder.sample(List.of(LEAF), Map.of(), 1, 2));
    assertEquals("a sample of 2 values, expected 1", refused.getMessage());
  }

  @Test
  void addressIsTheSameInEachRun() {
    // written down once: a change would make every stored profile look like another program's
    assertEquals("769794733ad7", Long.toHexString(SyntheticAddress.of(1, LEAF)));
  }

  @Test
  void sizeIsALabelWithoutUnitAsInGo() throws Exception {
    ProfileBuilder builder = GoProfile.HEAP.newProfile(524288).timeNanos(1);
    Labels bytes = Labels.of("class", "byte[]", "thread", "").withBytes(1040);
    builder.sample(List.of(LEAF), bytes, 1, 1040, 0, 0);
    PprofRules.check(builder.build());
    Pprof read = PprofReader.read(builder.build());
    assertEquals(Map.of("class", "byte[]", "bytes", "1040"), read.samples().get(0).labels());
  }

  private static byte[] example() {
    ProfileBuilder builder =
        new ProfileBuilder()
            .sampleType("contentions", "count")
            .sampleType("delay", "nanoseconds")
            .period("contentions", "count", 1)
            .timeNanos(1_700_000_000_000_000_000L)
            .durationNanos(3_000_000_000L)
            .defaultSampleType("delay")
            .comment("first remark")
            .comment("second remark");
    builder.sample(List.of(LEAF, ROOT), Map.of("class", "byte[]", "thread", ""), 5, 0);
    builder.sample(List.of(LIBRARY, ROOT), Map.of(), 0, Long.MAX_VALUE);
    return builder.build();
  }
}
