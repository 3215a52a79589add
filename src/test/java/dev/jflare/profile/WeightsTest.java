package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lets simulated samplers pick of events whose total is known, and asks the weights for it. */
class WeightsTest {
  private static final long INTERVAL = 512 << 10;

  @ParameterizedTest
  @ValueSource(longs = {16, 1 << 10, 64 << 10, 512 << 10, 2 << 20})
  void allocationsPickedByChanceAddUpToTheTruth(long size) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long objects = Math.max(200_000, 3_000L * INTERVAL / size);
    double estimate = 0;
    double next = -Math.log(1 - random.nextDouble()) * INTERVAL;
    for (long i = 0; i < objects; i++) {
      next -= size;
      if (next <= 0) {
        estimate += Weights.allocation(size, INTERVAL);
        next = -Math.log(1 - random.nextDouble()) * INTERVAL;
      }
    }
    assertEquals(1, estimate / objects, 0.12, "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {24, 1 << 10, 300 << 10, 3 << 20})
  void allocationsPickedByACounterAddUpToTheTruth(long size) {
    long objects = Math.max(20_000, 2_000L * INTERVAL / size);
    double estimate = 0;
    long counter = 0;
    for (long i = 0; i < objects; i++) {
      counter += size;
      if (counter >= INTERVAL) {
        counter %= INTERVAL;
        estimate += Weights.countedAllocation(size, INTERVAL);
      }
    }
    assertEquals(1, estimate / objects, 0.05);
  }

  @Test
  void waitsOfAllLengthsAddUpToTheTruth() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long interval = 100_000;
    double trueNanos = 0;
    double count = 0;
    double nanos = 0;
    long counter = 0;
    int events = 400_000;
    for (int i = 0; i < events; i++) {
      long wait = (long) (-Math.log(1 - random.nextDouble()) * 40_000) + 500; // 0.5 us and more
      trueNanos += wait;
      counter += wait;
      if (counter >= interval) {
        counter %= interval;
        count += Weights.contentions(wait, interval);
        nanos += Weights.contentionNanos(wait, interval);
      }
    }
    assertEquals(1, nanos / trueNanos, 0.05, "seed " + seed);
    assertEquals(1, count / events, 0.1, "seed " + seed);
  }

  @Test
  void nothingIsScaledWhenEverythingIsPicked() {
    assertEquals(1, Weights.allocation(16, 0));
    assertEquals(1, Weights.countedAllocation(16, 0));
    assertEquals(1, Weights.contentions(5, 0));
    assertEquals(5, Weights.contentionNanos(5, 0));
  }

  @Test
  void valuesThatCannotBeAreNotDividedBy() {
    assertEquals(1, Weights.allocation(0, INTERVAL));
    assertEquals(1, Weights.countedAllocation(0, INTERVAL));
    assertEquals(1, Weights.contentions(0, 1_000));
  }
}
