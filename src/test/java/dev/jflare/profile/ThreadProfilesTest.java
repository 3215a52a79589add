package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.pprof.Frame;
import dev.jflare.pprof.Labels;
import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadProfilesTest {
  @TempDir Path folder;

  @Test
  void threadsOfOneStackAndStateAreOneSampleForAServer() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try {
      for (int i = 0; i < 3; i++) {
        waiting("same-" + i, end);
      }
      waiting("jflare-ours", end);
      Pprof.Sample sample = find(ThreadProfiles.goroutines());
      assertEquals(3, sample.value(0));
      assertEquals("WAITING", sample.labels().get("state"));
      assertTrue(!sample.labels().containsKey("thread"), sample.labels()::toString);
      Pprof.Sample named = find(ThreadProfiles.goroutinesByName(null));
      assertEquals(1, named.value(0));
      assertTrue(named.labels().get("thread").startsWith("same-"), named.labels()::toString);
    } finally {
      end.countDown();
    }
  }

  @Test
  void virtualThreadsComeFromTheDump() throws Exception {
    Path dump = folder.resolve("dump.json");
    String thread =
        "{\"tid\": %s, \"name\": \"\", \"stack\": [\"java.base\\/java.lang.VirtualThread.park("
            + "VirtualThread.java:1)\", \"app\\/\\/pkg.Task.await(Task.java:7)\", "
            + "\"java.base\\/java.lang.VirtualThread.run(VirtualThread.java:309)\"]}";
    String own =
        "{\"tid\": \"1\", \"stack\": [\"java.base\\/java.lang.Thread.run(Thread.java:840)\"]}";
    Files.writeString(
        dump,
        "{\"threadDump\": {\"threadContainers\": [{\"threads\": [%s, %s]}, {\"threads\": [%s]}]}}"
            .formatted(thread.formatted("\"9000001\""), own, thread.formatted("9000002")));
    Pprof profile = PprofReader.read(ThreadProfiles.goroutinesByName(dump));
    Pprof.Sample virtual =
        profile.samples().stream()
            .filter(sample -> sample.labels().containsKey("virtual"))
            .findFirst()
            .orElseThrow();
    assertEquals(2, virtual.value(0));
    assertEquals("pkg.Task.await", virtual.stack().get(1).function());
    assertEquals(7, virtual.stack().get(1).line());
    assertTrue(
        profile.comments().contains("threads of the JVM; virtual ones among them: 2"),
        profile.comments()::toString);
  }

  @Test
  void aDifferenceTellsWhatCameAndWhatWent() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread later = new Thread(() -> plantedWait(end));
    later.setDaemon(true);
    ScheduledExecutorService soon = Executors.newSingleThreadScheduledExecutor();
    try {
      soon.schedule(later::start, 200, TimeUnit.MILLISECONDS);
      byte[] proto = ThreadProfiles.goroutines(Duration.ofSeconds(2));
      assertEquals(1, find(proto).value(0));
      Pprof profile = PprofReader.read(proto);
      assertTrue(profile.durationNanos() >= 2_000_000_000L, "" + profile.durationNanos());
      assertTrue(
          profile.samples().stream()
              .noneMatch(
                  sample -> sample.stack().toString().contains("Reference$ReferenceHandler")),
          "what stayed is not in it");
    } finally {
      end.countDown();
      soon.shutdownNow();
    }
  }

  @Test
  void startedThreadsAreCounted_asFarAsKnownByWhoStartedThem() throws Exception {
    SampleTable before = ThreadProfiles.startedThreads(new SampleTable(1));
    for (int i = 0; i < 3; i++) {
      Thread thread = new Thread(() -> {});
      thread.start();
      thread.join();
    }
    SampleTable known = new SampleTable(1);
    Frame starter = Frame.java("pkg.Pool.grow", "pkg/Pool.java", 9);
    known.row(new SampleKey(new Stack(List.of(starter)), Labels.NONE))[0] = 2;
    SampleTable after = ThreadProfiles.startedThreads(known);
    assertTrue(after.total(0) >= before.total(0) + 3, before.total(0) + ", " + after.total(0));

    after.add(before, -1);
    Pprof profile = PprofReader.read(ThreadProfiles.startedThreads(after, 7, "a remark"));
    assertEquals(7, profile.durationNanos());
    assertEquals(List.of("a remark"), profile.comments());
    assertEquals(
        2,
        profile.samples().stream()
            .filter(sample -> sample.stack().get(0).function().equals("pkg.Pool.grow"))
            .mapToLong(sample -> sample.value(0))
            .sum());
    assertTrue(profile.total(0) >= 3, "the others are one row: " + profile.total(0));
  }

  private static Pprof.Sample find(byte[] proto) throws Exception {
    return PprofReader.read(proto).samples().stream()
        .filter(s -> s.stack().stream().anyMatch(f -> f.function().endsWith("Test.plantedWait")))
        .findFirst()
        .orElseThrow();
  }

  private static void waiting(String name, CountDownLatch end) throws Exception {
    Thread thread = new Thread(() -> plantedWait(end), name);
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
  }

  private static void plantedWait(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
