package dev.jflare.pprof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PprofStringsTest {
  @Test
  void secretIsReplacedEverywhereAndNothingElseChanges() throws Exception {
    byte[] proto = profile("password=hunter2");
    byte[] masked = PprofStrings.map(proto, text -> text.replace("hunter2", "********"));

    PprofRules.check(masked);
    assertFalse(new String(masked, StandardCharsets.UTF_8).contains("hunter2"));
    Pprof read = PprofReader.read(masked);
    assertEquals(List.of("password=********"), read.comments());
    assertEquals("password=********", read.samples().get(0).labels().get("thread"));
    assertArrayEquals(profile("password=********"), masked);
  }

  @Test
  void unchangedStringsGiveTheSameBytes() throws Exception {
    byte[] proto = profile("gr\u00fc\u00df dich");
    assertArrayEquals(proto, PprofStrings.map(proto, text -> text));
  }

  @Test
  void stringThatIsNotUtf8KeepsItsBytes() throws Exception {
    byte[] proto = {0x32, 2, (byte) 0xff, (byte) 0xfe};
    assertArrayEquals(proto, PprofStrings.map(proto, text -> text));
  }

  @Test
  void anyOtherBytesAreRefusedAndNeverCrash() throws Exception {
    assertThrows(IOException.class, () -> PprofStrings.map("<html>".getBytes(), text -> text));
    byte[] proto = profile("x");
    for (int length = 1; length < proto.length; length++) {
      readOrRefuse(Arrays.copyOf(proto, length));
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = proto.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        readOrRefuse(damaged);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  private static void readOrRefuse(byte[] proto) {
    try {
      PprofStrings.map(proto, text -> text + "!");
      PprofReader.read(proto);
    } catch (IOException refused) {
      assertFalse(refused.getMessage().isEmpty());
    }
  }

  private static byte[] profile(String text) {
    ProfileBuilder builder =
        new ProfileBuilder()
            .sampleType("samples", "count")
            .period("cpu", "nanoseconds", 1)
            .timeNanos(1)
            .comment(text);
    builder.sample(List.of(Frame.java("A.b", "A.java", 1)), Map.of("thread", text), 1);
    return builder.build();
  }
}
