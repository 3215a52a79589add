package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jflare.profile.AsyncCommand.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsyncCommandTest {
  private static final Path FILE = Path.of("/var/tmp/ap.jfr");

  @Test
  void everyValueIsExplicit() throws Exception {
    AsyncCommand command = AsyncCommand.choose(FILE, "Linux", HeapFigures.of(0, 0), 1);
    assertEquals(
        "start,jfr,event=ctimer,interval=10000000,alloc=524288,live,lock=100000,"
            + "jstackdepth=512,memlimit=64m,chunksize=16m,chunktime=60s,jfropts=7,loglevel=none,"
            + "file=/var/tmp/ap.jfr",
        command.start(EnumSet.allOf(Part.class)));
    assertEquals("dump,jfr,loglevel=none,file=/var/tmp/ap.jfr", command.dump());
  }

  @ParameterizedTest(name = "{0} bytes/s with {1} alive: a sample every {2} bytes")
  @CsvSource({
    "0, 0, 524288",
    "1000000000, 0, 2000000",
    "100000000000, 0, 16777216",
    "0, 700000000, 1000000",
    "0, 70000000000, 100000000",
  })
  void samplesAreAsManyAsCanBeAfforded(long rate, long live, long interval) throws Exception {
    HeapFigures heap = HeapFigures.of(rate, live);
    assertEquals(interval, AsyncCommand.choose(FILE, "Linux", heap, 1).allocIntervalBytes());
  }

  @Test
  void mutexFractionRaisesTheLockInterval() throws Exception {
    HeapFigures heap = HeapFigures.of(0, 0);
    assertEquals(10_000_000, AsyncCommand.choose(FILE, "Linux", heap, 100).lockIntervalNanos());
    assertEquals(
        1_000_000_000,
        AsyncCommand.choose(FILE, "Linux", heap, Long.MAX_VALUE).lockIntervalNanos());
  }

  @Test
  void pathThatTheCommandCannotHoldIsRefused() {
    HeapFigures heap = HeapFigures.of(0, 0);
    for (String path : List.of("/a,b/ap.jfr", "/50%/ap.jfr")) {
      assertThrows(
          RefusedException.class, () -> AsyncCommand.choose(Path.of(path), "Linux", heap, 1));
    }
  }

  @Test
  void ladderBeginsWithWhatTheJavaVersionAllows() {
    assertEquals(EnumSet.allOf(Part.class), first("17.0.15"));
    assertEquals(EnumSet.of(Part.CPU, Part.ALLOC, Part.LOCK), first("1.8.0_504"));
    assertEquals(
        EnumSet.of(Part.CPU, Part.LOCK), first("17.0.10"), "jmethodIDs are not safe there");
    List<Set<Part>> steps = command().ladder(JavaBuild.parse("25"));
    assertEquals(EnumSet.of(Part.CPU), steps.get(steps.size() - 1), "the last step");
  }

  @Test
  void sandboxMayRefuseOneTimerOrAll() {
    JavaBuild build = JavaBuild.parse("17.0.15");
    List<String> starts = new ArrayList<>();
    for (AsyncCommand command : command().alternatives()) {
      starts.add(command.start(command.ladder(build).get(0)).replaceAll(",jstack.*", ""));
    }
    assertEquals(
        List.of(
            "start,jfr,event=ctimer,interval=10000000,alloc=524288,live,lock=100000",
            "start,jfr,event=itimer,interval=10000000,alloc=524288,live,lock=100000",
            "start,jfr,alloc=524288,live,lock=100000"),
        starts);
    List<Set<Part>> steps = command().withoutCpu().ladder(build);
    assertEquals(EnumSet.of(Part.LOCK), steps.get(steps.size() - 1), "nothing at all is no step");
    assertEquals(
        "[ctimer, alloc, lock]", command().describe(EnumSet.of(Part.CPU, Part.ALLOC, Part.LOCK)));
  }

  private static Set<Part> first(String version) {
    return command().ladder(JavaBuild.parse(version)).get(0);
  }

  private static AsyncCommand command() {
    try {
      return AsyncCommand.choose(FILE, "Linux", HeapFigures.of(0, 0), 1);
    } catch (RefusedException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
