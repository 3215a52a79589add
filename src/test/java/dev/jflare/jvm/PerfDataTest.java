package dev.jflare.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.testing.Jdks;
import dev.jflare.testing.TargetJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PerfDataTest {
  static List<Integer> features() {
    return Jdks.available();
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void countersOfAnotherJvm_alsoWhenItStandsStill(int feature) throws Exception {
    try (TargetJvm target =
        TargetJvm.of("Busy").home(Jdks.home(feature).orElseThrow()).arguments("parks").start()) {
      target.signal("STOP");
      PerfData data = PerfData.of(ProcessView.of(target.pid()));
      assertEquals(
          feature, JavaVersion.feature(data.text("java.property.java.version").orElseThrow()));
      assertEquals("Busy parks", data.text("sun.rt.javaCommand").orElseThrow());
      long classes =
          data.number("java.cls.loadedClasses").orElseThrow()
              + data.number("java.cls.sharedLoadedClasses").orElseThrow();
      assertTrue(classes > 100, classes + " classes");
      assertTrue(data.safepoint().isPresent());
      target.signal("CONT");
    }
  }

  @Test
  void safepointTime_growsWhenTheJvmIsStopped() throws Exception {
    PerfData before = PerfData.of(ProcessView.self());
    LocalJvm.current().command("GC.class_histogram", "-all");
    PerfData after = before.again();
    long pauses = after.safepoint().get().count() - before.safepoint().get().count();
    long nanos = after.safepoint().get().total().minus(before.safepoint().get().total()).toNanos();
    assertTrue(pauses >= 1, pauses + " pauses");
    assertTrue(nanos > 10_000 && nanos < 30_000_000_000L, nanos + " ns");
  }

  @Test
  void lastSigns_areThoseOfTheWallClock() throws Exception {
    PerfData before = PerfData.of(ProcessView.self());
    Instant start = Instant.now().minusSeconds(2); // the timers are not started all at once
    LocalJvm.current().command("GC.run");
    LastSigns signs = LastSigns.of(before.again());
    for (Instant sign : List.of(signs.collection().get(), signs.safepoint().get())) {
      assertTrue(sign.isAfter(start), sign + " is before " + start);
      assertTrue(sign.isBefore(Instant.now().plusSeconds(2)), sign + " is to come");
    }
  }

  @Test
  void aJvmThatPublishesNothing_hasAReason() throws Exception {
    try (TargetJvm target =
        TargetJvm.of("Busy").jvm("-XX:-UsePerfData").arguments("parks").start()) {
      IOException e =
          assertThrows(IOException.class, () -> PerfData.of(ProcessView.of(target.pid())));
      assertTrue(e.getMessage().contains("-XX:-UsePerfData"), e.getMessage());
    }
  }

  @Test
  void aCutFile_isRefused(@TempDir Path folder) throws Exception {
    Path tmp = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"));
    byte[] whole = Files.readAllBytes(tmp.resolve(Long.toString(ProcessHandle.current().pid())));
    for (int length : new int[] {0, 3, 31, 33, 500, 4000}) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      IOException e = assertThrows(IOException.class, () -> PerfData.read(cut), length + " bytes");
      assertTrue(e.getMessage().contains("hsperfdata"), e.getMessage());
    }
  }

  @Test
  void offsetsThatLeadAstray_areRefused(@TempDir Path folder) throws Exception {
    Path tmp = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"));
    byte[] bytes = Files.readAllBytes(tmp.resolve(Long.toString(ProcessHandle.current().pid())));
    bytes[36] = bytes[37] = bytes[38] = (byte) 0x7f; // the first entry's name offset
    Path file = Files.write(folder.resolve("astray"), bytes);
    assertThrows(IOException.class, () -> PerfData.read(file));
  }
}
