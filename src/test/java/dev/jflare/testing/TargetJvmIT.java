package dev.jflare.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetJvmIT {
  static List<Integer> features() {
    return Jdks.available();
  }

  @ParameterizedTest(name = "Java {0}")
  @MethodSource("features")
  void busy_runsOnEveryJavaThatIsHere(int feature) throws Exception {
    Path folder;
    ProcessHandle handle;
    try (TargetJvm target =
        TargetJvm.of("Busy").home(Jdks.home(feature).orElseThrow()).arguments("parks").start()) {
      folder = target.folder();
      handle = target.process().toHandle();
      assertTrue(handle.isAlive());
      assertEquals("ready", target.stdout().strip());
    }
    assertFalse(handle.isAlive());
    assertFalse(Files.exists(folder));
  }

  @Test
  void theRunningJdkIsAmongThoseFound() {
    assertTrue(Jdks.home(Runtime.version().feature()).isPresent());
  }

  @Test
  void aTargetThatEndsEarly_isReportedWithWhatItSaid() {
    String source =
        "public class Dies { public static void main(String[] a) { throw new RuntimeException(\"oh\"); } }";
    try (TargetJvm target = TargetJvm.source("Dies", source).launch()) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> target.awaitLine("ready", java.time.Duration.ofSeconds(20)));
      assertTrue(e.getMessage().contains("oh"), e.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
