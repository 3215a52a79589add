package dev.jflare.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.settings.Settings;
import dev.jflare.time.Deadline;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialRaceTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final EmbeddedChannel first = new EmbeddedChannel();
  private final EmbeddedChannel second = new EmbeddedChannel();

  @Test
  void theFirstFamilyInTimeIsAlone() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    Channel won =
        run(
            () -> first,
            () -> {
              asked.set(true);
              return second;
            },
            LONG);

    assertSame(first, won);
    assertFalse(asked.get());
  }

  @Test
  void theSecondFamilyWinsWhenTheFirstHangs() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    Channel won = run(() -> hang(interrupted), () -> second, SHORT);

    assertSame(second, won);
    assertTrue(interrupted.await(10, TimeUnit.SECONDS), "the loser goes on");
  }

  @Test
  void theSecondFamilyDoesNotWaitForAFirstThatHasFailed() throws Exception {
    Channel won = run(() -> fail("first"), () -> second, LONG);

    assertSame(second, won);
  }

  @Test
  void whatComesTooLateIsClosed() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    first.closeFuture().addListener(done -> closed.countDown());
    Channel won =
        run(
            () -> {
              awaitUninterrupted(over);
              return first;
            },
            () -> second,
            SHORT);
    over.countDown();

    assertSame(second, won);
    assertTrue(closed.await(10, TimeUnit.SECONDS));
    assertTrue(second.isOpen());
  }

  @Test
  void whenBothFailTheFirstIsTold() {
    IOException failure =
        assertThrows(
            IOException.class, () -> run(() -> fail("first"), () -> fail("second"), SHORT));

    assertEquals("first", failure.getMessage());
  }

  @ParameterizedTest(name = "http_dial_fallback_delay {0}: {1} ms")
  @CsvSource({"-1ns, -1", "0, 300", "100ms, 100", "'', -1"})
  void theSettingIsTheAgents(String value, long millis) throws Exception {
    Map<String, String> options =
        value.isEmpty() ? Map.of() : Map.of("http_dial_fallback_delay", value);
    Duration delay = Timeouts.of(Settings.load(options, Map.of(), null)).dialFallback();

    assertEquals(millis < 0, delay.isNegative());
    assertTrue(millis < 0 || delay.toMillis() == millis, delay.toString());
  }

  private static Channel run(DialRace.Leg one, DialRace.Leg other, Duration delay)
      throws IOException, InterruptedException {
    return new DialRace().run(one, other, delay, Deadline.after(LONG));
  }

  private static Channel fail(String why) throws IOException {
    throw new IOException(why);
  }

  private static Channel hang(CountDownLatch interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await(30, TimeUnit.SECONDS);
      throw new AssertionError("nobody ended this");
    } catch (InterruptedException ended) {
      interrupted.countDown();
      throw ended;
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException notNow) {
        // a connection may stand at the very moment in which nobody wants it any more
      }
    }
  }
}
