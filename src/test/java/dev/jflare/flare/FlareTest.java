package dev.jflare.flare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jflare.archive.CollectorRecord;
import dev.jflare.archive.Evidence;
import dev.jflare.archive.FlareArchive;
import dev.jflare.archive.FlareBuilder;
import dev.jflare.archive.FlareFacts;
import dev.jflare.archive.Status;
import dev.jflare.check.Diagnose;
import dev.jflare.collect.Collector;
import dev.jflare.collect.NotPermittedException;
import dev.jflare.collect.SkippedException;
import dev.jflare.jvm.PerfData.Safepoints;
import dev.jflare.scrub.ScrubSettings;
import dev.jflare.scrub.Scrubber;
import dev.jflare.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FlareTest {
  private static final Body GOOD = (evidence, deadline) -> evidence.text("jvm/good.txt", "good");

  @TempDir Path folder;
  private final Map<String, CollectorRecord> ended = Collections.synchronizedMap(new HashMap<>());

  @Test
  void aCollectorThatFailsCostsOnlyItself() throws IOException {
    FlareArchive archive =
        run(
            request(),
            collector("good", GOOD),
            collector(
                "thrower",
                (e, d) -> {
                  throw new IOException("no such command");
                }),
            collector(
                "linkage",
                (e, d) -> {
                  throw new NoClassDefFoundError("java/lang/Gone");
                }),
            collector(
                "refused",
                (e, d) -> {
                  throw new NotPermittedException("not readable for uid 7");
                }),
            collector(
                "nothing",
                (e, d) -> {
                  throw new SkippedException("no cgroup here");
                }));

    assertEquals(Status.OK, status("good"));
    assertEquals(Status.FAILED, status("thrower"));
    assertEquals("no such command", ended.get("thrower").trouble());
    assertTrue(ended.get("linkage").trouble().contains("java/lang/Gone"));
    assertEquals(Status.NOT_PERMITTED, status("refused"));
    assertEquals(Status.SKIPPED, status("nothing"));
    assertEquals(3, archive.gaps().size(), archive.gaps().toString());
    assertFalse(archive.complete());
  }

  @Test
  void oneThatHangsIsLeftBehind_alsoWhenItIgnoresInterrupts() throws IOException {
    CountDownLatch release = new CountDownLatch(1);
    Body deaf =
        (evidence, deadline) -> {
          boolean over = false;
          while (!over) {
            try {
              over = release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException ignored) {
              continue;
            }
          }
          evidence.text("jvm/late.txt", "late");
        };
    try {
      FlareArchive archive =
          run(
              request().providerTimeout(Duration.ofMillis(300)),
              collector("deaf", deaf),
              collector("good", GOOD));
      assertEquals(Status.TIMED_OUT, status("deaf"));
      assertEquals(Status.OK, status("good"));
      assertEquals(List.of("deaf: no end within 0.3s"), archive.gaps());
    } finally {
      release.countDown();
    }
  }

  @Test
  void cancellingKeepsWhatThereIs() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Collector window =
        collector(
            "window",
            (evidence, deadline) -> {
              evidence.text("jvm/early.txt", "early");
              waiting.countDown();
              new CountDownLatch(1).await(60, TimeUnit.SECONDS);
            });
    try (FlareBuilder builder = builder()) {
      Flare flare =
          flare(request().build(), builder, List.of(List.of(window, collector("after", GOOD))));
      Thread canceller =
          new Thread(
              () -> {
                try {
                  waiting.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                flare.cancel();
              });
      canceller.start();
      FlareArchive archive = flare.run().archive();
      canceller.join();
      assertNotNull(archive);
      assertTrue(flare.cancelled());
      assertEquals(Status.PARTIAL, status("window"));
      assertTrue(
          archive.gaps().contains("after: the flare was interrupted before it"),
          archive.gaps().toString());
    }
  }

  @Test
  void lanesRunSideBySide() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    Body meet =
        (evidence, deadline) -> {
          both.countDown();
          assertTrue(both.await(10, TimeUnit.SECONDS), "the other lane never came");
          evidence.text("jvm/" + Thread.currentThread().getName() + ".txt", "met");
        };
    try (FlareBuilder builder = builder()) {
      flare(
              request().build(),
              builder,
              List.of(List.of(collector("a", meet)), List.of(collector("b", meet))))
          .run();
    }
    assertEquals(Status.OK, status("a"));
    assertEquals(Status.OK, status("b"));
  }

  @Test
  void onlyAndSkipChoose() throws IOException {
    FlareArchive archive =
        run(
            request().only(List.of("good", "other")).skip(List.of("other")),
            collector("good", GOOD),
            collector("other", GOOD),
            collector("third", GOOD),
            collector("agent", (e, d) -> e.note("carrier", "ran")));
    assertEquals(Set.of("good", "agent"), ended.keySet());
    assertTrue(archive.complete(), archive.gaps().toString());
  }

  @Test
  void nothingCollectedIsNoArchive() throws IOException {
    try (FlareBuilder builder = builder()) {
      FlareResult result =
          flare(
                  request().build(),
                  builder,
                  List.of(
                      List.of(
                          collector(
                              "x",
                              (e, d) -> {
                                throw new IOException("no");
                              }))))
              .run();
      assertNull(result.archive());
      assertEquals("nothing could be collected", result.problem());
    }
  }

  @Test
  void aDiagnosisOfTheNetworkAloneIsNoFlare_unlessItWasAskedFor() throws IOException {
    Collector diagnose = collector(Diagnose.ID, (e, d) -> e.text("diagnose.log", "all well"));
    List<List<Collector>> lanes = List.of(List.of(diagnose));
    try (FlareBuilder builder = builder()) {
      assertNull(flare(request().build(), builder, lanes).run().archive());
    }
    FlareRequest alone = request().only(Set.of(Diagnose.ID)).build();
    try (FlareBuilder builder = builder()) {
      assertNotNull(flare(alone, builder, lanes).run().archive());
    }
  }

  @Test
  void pausesAreMeasuredAroundEachCollector() throws IOException {
    double[] now = {100};
    try (FlareBuilder builder = builder()) {
      Body pausing =
          (evidence, deadline) -> {
            now[0] += 12.5;
            evidence.text("jvm/p.txt", "p");
          };
      Flare flare =
          new Flare(
              request().build(),
              builder,
              List.of(List.of(collector("p", pausing))),
              () ->
                  Optional.of(
                      new Safepoints((long) now[0], Duration.ofNanos((long) (now[0] * 1e6)))),
              FlareListener.NONE);
      FlareArchive archive = flare.run().archive();
      assertNotNull(archive);
      try (ZipFile zip = new ZipFile(archive.file().toFile())) {
        String manifest =
            new String(zip.getInputStream(zip.getEntry("h/manifest.json")).readAllBytes());
        assertTrue(manifest.contains("\"pauseMillis\" : 12.5"), manifest);
        assertTrue(manifest.contains("\"pauseCount\" : 12"), manifest);
      }
    }
  }

  @Test
  void wrongRequestsNameTheirOption() {
    assertMessage("--profile -1", () -> request().window(Duration.ofSeconds(-1)));
    assertMessage("--profile 3601", () -> request().window(Duration.ofSeconds(3601)));
    assertMessage("--profile-mutex-fraction 0", () -> request().mutexFraction(0));
    assertMessage("--profile-blocking-rate 0", () -> request().blockingRateNanos(0));
    assertMessage("--provider-timeout", () -> request().providerTimeout(Duration.ZERO));
  }

  private static void assertMessage(String part, Executable wrong) {
    String message = assertThrows(IllegalArgumentException.class, wrong).getMessage();
    assertTrue(message.contains(part), message);
  }

  private FlareArchive run(FlareRequest.Builder request, Collector... collectors)
      throws IOException {
    try (FlareBuilder builder = builder()) {
      FlareArchive archive =
          flare(request.build(), builder, List.of(List.of(collectors))).run().archive();
      assertNotNull(archive);
      return archive;
    }
  }

  private Flare flare(FlareRequest request, FlareBuilder builder, List<List<Collector>> lanes) {
    return new Flare(request, builder, lanes, PauseClock.UNKNOWN, new Listening());
  }

  private Status status(String id) {
    return ended.get(id).status();
  }

  private FlareRequest.Builder request() {
    return new FlareRequest.Builder().output(folder);
  }

  private FlareBuilder builder() throws IOException {
    FlareFacts facts = new FlareFacts(Map.of(), Map.of(), "h", 1);
    return FlareBuilder.create(
        facts, Scrubber.of(ScrubSettings.defaults()), folder.resolve("staging"));
  }

  private static Collector collector(String id, Body body) {
    return new Collector() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public String about() {
        return "a test";
      }

      @Override
      public void collect(Evidence evidence, Deadline deadline) throws Exception {
        body.run(evidence, deadline);
      }
    };
  }

  private interface Body {
    void run(Evidence evidence, Deadline deadline) throws Exception;
  }

  private final class Listening implements FlareListener {
    @Override
    public void started(Collector collector) {}

    @Override
    public void ended(CollectorRecord record) {
      ended.put(record.id(), record);
    }
  }
}
