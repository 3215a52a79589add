package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockFramesTest {
  private static final Stack PARKED =
      stack(
          "jdk.internal.misc.Unsafe.park",
          "java.util.concurrent.locks.LockSupport.park",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionNode.block",
          "java.util.concurrent.ForkJoinPool.unmanagedBlock",
          "java.util.concurrent.ForkJoinPool.managedBlock",
          "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await",
          "java.util.concurrent.LinkedBlockingQueue.take",
          "app.Worker.run");

  @Test
  void waitingIsShownWhereTheProgramWaits() {
    Frame leaf = PARKED.outsideLock().frames().get(0);
    assertEquals("java.util.concurrent.LinkedBlockingQueue.take", leaf.function());
    assertEquals(2, PARKED.outsideLock().frames().size());
    assertTrue(LockFrames.parked(PARKED));
  }

  @Test
  void waitAtAMonitorKeepsItsStack() {
    Stack monitor = stack("app.Worker.enter", "app.Worker.run");
    assertEquals(monitor, monitor.outsideLock());
    assertFalse(LockFrames.parked(monitor));
  }

  @Test
  void somethingAlwaysRemains() {
    Stack only = stack("sun.misc.Unsafe.park");
    assertEquals(1, only.outsideLock().frames().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.util.concurrent.locks.ReentrantLock$NonfairSync",
        "java.util.concurrent.locks.ReentrantReadWriteLock$FairSync",
        "java.util.concurrent.Semaphore$NonfairSync",
        "java.util.concurrent.locks.StampedLock"
      })
  void lock(String type) {
    assertTrue(LockFrames.isLock(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "java.util.concurrent.CountDownLatch$Sync",
        "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject",
        "java.util.concurrent.SynchronousQueue$TransferStack"
      })
  void notALock(String type) {
    assertFalse(LockFrames.isLock(type));
  }

  private static Stack stack(String... functions) {
    return new Stack(
        List.copyOf(Stream.of(functions).map(name -> Frame.java(name, "", 0)).toList()));
  }
}
