package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.log.Log;
import dev.jflare.testing.QuietJvm;
import dev.jflare.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "a window of {0} ms has a lead of {1} ms")
  @CsvSource({"100, 500", "10000, 1000", "30000, 3000", "600000, 3000"})
  void lead(long window, long lead) {
    assertEquals(Duration.ofMillis(lead), window(window, 60_000).lead());
  }

  @Test
  void waitsInFull() {
    Window window = window(100, 60_000);
    assertTrue(window.pause(20, profilers()));
    assertEquals("", window.endedEarly());
  }

  @Test
  void leavesTimeToStopBeforeTheDeadline() {
    Window window = window(50_000, 1_600);
    long before = System.nanoTime();
    assertFalse(window.pause(50_000, profilers()));
    assertEquals("the time limit", window.endedEarly());
    assertTrue(System.nanoTime() - before < 5_000_000_000L, "ended in time");
    assertFalse(window.pause(10, profilers()), "it is over for good");
  }

  @Test
  void interruptIsKeptUntilTheFilesAreWritten() {
    Window window = window(50_000, 60_000);
    Thread.currentThread().interrupt();
    assertFalse(window.pause(50_000, profilers()));
    window.enterCleanup();
    assertFalse(Thread.currentThread().isInterrupted());
    window.leaveCleanup();
    assertTrue(Thread.interrupted());
    assertEquals("interrupted", window.endedEarly());
  }

  @Test
  void sessionThatIsInterruptedBeforeItBeganSaysSo() {
    Thread.currentThread().interrupt();
    ProfileSpec spec = ProfileSpec.newBuilder(Duration.ofSeconds(1), folder).build();
    Deadline deadline = Deadline.after(Duration.ofSeconds(10));
    assertThrows(
        InterruptedException.class,
        () -> new RecordingSession().record(spec, new QuietJvm(), deadline, Log.NONE));
  }

  @Test
  void specificationRefusesWhatCannotBe() {
    assertThrows(
        IllegalArgumentException.class, () -> ProfileSpec.newBuilder(Duration.ZERO, folder));
    ProfileSpec.Builder builder = ProfileSpec.newBuilder(Duration.ofSeconds(1), folder);
    assertEquals(
        "mutexFraction is 0, expected 1 or more",
        assertThrows(IllegalArgumentException.class, () -> builder.mutexFraction(0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> builder.blockingRateNanos(-1));
  }

  private Window window(long windowMillis, long deadlineMillis) {
    ProfileSpec spec = ProfileSpec.newBuilder(Duration.ofMillis(windowMillis), folder).build();
    return new Window(spec, Deadline.after(Duration.ofMillis(deadlineMillis)));
  }

  /** Nothing is running, so nothing grows. */
  private Profilers profilers() {
    ProfileSpec spec = ProfileSpec.newBuilder(Duration.ofSeconds(1), folder).build();
    return new Profilers(spec, new QuietJvm(), new SessionFacts(Log.NONE));
  }
}
