package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.testing.Command;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.Targets;
import io.pyroscope.javaagent.PyroscopeAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import one.profiler.AsyncProfiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profilers that are somebody else's go on as if we had not been there. */
class OtherProfilersIT {
  @TempDir static Path classes;
  private static ProfiledPrograms target;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    target = new ProfiledPrograms(classes);
    String classPath = classes + ":" + String.join(":", ProfiledPrograms.core());
    Targets.compileFor(11, classes, classPath, "OwnRecording");
  }

  /**
   * A second copy of async-profiler takes all later threads from the first (measured on 17 and 25,
   * reference profiles 3.7): a thread that starts after our session is what would be lost.
   */
  @ParameterizedTest(name = "Java {0}")
  @ValueSource(ints = {17, 25})
  void pyroscopeKeepsItsSamples(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    String agent =
        PyroscopeAgent.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (PyroscopeServer server = new PyroscopeServer(folder)) {
      List<String> command =
          target.command(
              Jdks.home(feature).orElseThrow(),
              List.of("-javaagent:" + agent),
              "Late",
              Files.createDirectory(folder.resolve("work")).toString(),
              "AUTO",
              "15");
      ProcessBuilder builder = new ProcessBuilder(command);
      Map<String, String> settings =
          Map.of(
              "PYROSCOPE_SERVER_ADDRESS", server.address(),
              "PYROSCOPE_APPLICATION_NAME", "late",
              "PYROSCOPE_FORMAT", "jfr",
              "PYROSCOPE_PROFILING_INTERVAL", "10ms",
              "PYROSCOPE_UPLOAD_INTERVAL", "2s");
      builder.environment().putAll(settings);
      String said = Command.run(builder);

      Recordings recordings = Recordings.load(folder.resolve("work"));
      assertEquals("jfr", recordings.engine(ProfileKind.CPU));
      String why = recordings.facts().get("engine.cpu.why");
      assertTrue(why.startsWith("another profiler is in this process: libasyncProfiler"), why);
      assertFalse(recordings.facts().containsKey("ap.command"), "ours was never loaded");
      long used = Long.parseLong(said.replaceAll("(?s).*late: (\\d+).*", "$1"));
      long samples = 0;
      for (Path upload : server.recordings()) {
        samples += samplesOf("late", upload);
      }
      assertEquals(1, samples * 10.0 / used, 0.25, samples + " samples of " + used + " ms CPU");
    }
  }

  @Test
  void plainAsyncProfilerAsAnAgentIsLeftAlone() throws Exception {
    String jar = AsyncProfiler.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    Path other = folder.resolve("other.jfr");
    Path copy = Files.copy(Path.of(jar), folder.resolve("other-async-profiler.jar"));
    String options = "-javaagent:" + copy + "=start,jfr,event=itimer,interval=10ms,file=" + other;
    target.run(
        Runtime.version().feature(), List.of(options), "Late", folder.toString(), "AUTO", "0");
    Recordings recordings = Recordings.load(folder);
    assertEquals("jfr", recordings.engine(ProfileKind.CPU), recordings.facts()::toString);
    assertTrue(recordings.refusals().get(0).startsWith("another profiler is in this process"));
    assertTrue(samplesOf("late", other) > 100, "it kept its later threads");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"AUTO", "JFR"})
  void recordingOfTheProgramGoesOn(String engine) throws Exception {
    Path own = folder.resolve("own.jfr");
    String said =
        target.run(
            Runtime.version().feature(),
            List.of(),
            "OwnRecording",
            folder.toString(),
            engine,
            own.toString());
    assertTrue(said.contains("same: true"), said);
    assertEquals("jfr", Recordings.load(folder).engine(ProfileKind.BLOCK));
    Instant begins = Instant.ofEpochMilli(number(said, "session begins"));
    Instant ends = Instant.ofEpochMilli(number(said, "session ends"));
    int orders = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(own)) {
      orders += event.getEventType().getName().equals("shop.Order") ? 1 : 0;
      // while both record, each gets what the other asked for too: JFR's own rule
      boolean alone = event.getEndTime().isBefore(begins) || event.getStartTime().isAfter(ends);
      if (alone && event.getEventType().getName().equals("jdk.ThreadPark")) {
        assertTrue(event.getDuration().toMillis() >= 20, "its threshold is its own: " + event);
      }
    }
    assertEquals(number(said, "orders"), orders, "its own events, each once");
    for (RecordedEvent event : RecordingFile.readAllEvents(folder.resolve("jdk.jfr"))) {
      Instant at = event.getEndTime();
      assertTrue(at.isAfter(begins.minusMillis(1)) && at.isBefore(ends.plusMillis(1)), "not ours");
    }
  }

  private static long number(String said, String name) {
    return Long.parseLong(said.replaceAll("(?s).*" + name + ": (\\d+).*", "$1"));
  }

  private static long samplesOf(String thread, Path recording) throws Exception {
    long samples = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (event.getEventType().getName().equals("jdk.ExecutionSample")) {
        RecordedThread sampled = event.getThread("sampledThread");
        samples += thread.equals(sampled.getJavaName()) ? 1 : 0;
      }
    }
    return samples;
  }
}
