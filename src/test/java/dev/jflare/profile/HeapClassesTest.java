package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.pprof.PprofRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapClassesTest {
  @Test
  void eachClassIsOneSampleOfOneFrame() throws Exception {
    String histogram =
        """
         num     #instances         #bytes  class name (module)
        -------------------------------------------------------
           1:         10000        3000000  [B (java.base@17.0.15)
           2:          2000          48000  java.lang.String (java.base@17.0.15)
           3:            30            480  Main$$Lambda$1/0x0000000800c00a08
           4:            20            320  Main$$Lambda$2/0x0000000800c00e10
           5:             4             96  pkg.Outer$Inner
        Total         12054        3048896
        """;
    byte[] proto = HeapClasses.of(histogram, 1);
    PprofRules.check(proto);
    Pprof profile = PprofReader.read(proto);
    assertEquals("[inuse_objects/count, inuse_space/bytes]", profile.sampleTypes().toString());
    assertEquals(
        List.of("byte[]", "java.lang.String", "Main$$Lambda", "pkg.Outer$Inner"),
        profile.samples().stream().map(s -> s.stack().get(0).function()).toList());
    assertEquals(12_054, profile.total(0));
    assertEquals(3_048_896, profile.total(1));
    assertEquals("pkg/Outer.java", profile.samples().get(3).stack().get(0).file());
  }

  @Test
  void whatIsNoHistogramIsAnEmptyProfile() throws Exception {
    byte[] proto = HeapClasses.of("java.lang.OutOfMemoryError\n", 1);
    PprofRules.check(proto);
    assertEquals(List.of(), PprofReader.read(proto).samples());
  }
}
