package dev.jflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptsTest {
  private final Interrupts interrupts = Interrupts.none();
  private final AtomicInteger stopped = new AtomicInteger();

  @Test
  void stopsWhatGoesOnAndWaitsForItsEnd() throws Exception {
    interrupts.onInterrupt(stopped::incrementAndGet, Duration.ofMinutes(1));
    Thread hook = new Thread(interrupts::happen);
    hook.start();
    hook.join(100);
    assertTrue(hook.isAlive(), "waits for the program");
    assertTrue(interrupts.happened());
    assertEquals(1, stopped.get());
    interrupts.programEnded();
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> hook.join());
  }

  @Test
  void doesNotWaitLongerThanTheGrace() {
    interrupts.onInterrupt(stopped::incrementAndGet, Duration.ofMillis(50));
    assertTimeoutPreemptively(Duration.ofSeconds(10), interrupts::happen);
    assertEquals(1, stopped.get());
  }

  @Test
  void theEndOfTheProgram_isNoInterrupt() {
    interrupts.onInterrupt(stopped::incrementAndGet, Duration.ofMinutes(1));
    interrupts.programEnded();
    interrupts.happen();
    assertEquals(0, stopped.get());
    assertFalse(interrupts.happened());
  }
}
