package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.testing.Jdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPU time as JFR samples it, which has to be asked for. */
class CpuTimeSampleIT {
  @TempDir Path classes;
  @TempDir Path folder;

  @Test
  void sumOfTheSamplesIsTheCpuTime() throws Exception {
    Recordings recordings = record(25);
    assertEquals("jfr", recordings.engine(ProfileKind.CPU), recordings.facts()::toString);
    assertEquals(
        "jflare.profile.cpu_time_sample asks for it", recordings.facts().get("engine.cpu.why"));
    assertEquals("async-profiler", recordings.engine(ProfileKind.SECOND_HEAP), "of the rest");
    Pprof cpu = PprofReader.read(RecordingToPprof.convert(recordings).get(ProfileKind.CPU));
    double measured = recordings.number(Fact.CPU_IN_WINDOW, 0);
    // threads of the JVM itself are not sampled; a busy machine's may use more than these 2 s do
    double share = cpu.total(cpu.column("cpu")) / measured;
    assertTrue(share > 0.6 && share < 1.15, "of the process's CPU time: " + share);
    assertTrue(cpu.total(cpu.column("cpu")) >= cpu.total(cpu.column("samples")) * 9_000_000);
  }

  @Test
  void olderJavaSaysThatItCannot() throws Exception {
    Recordings recordings = record(17);
    assertEquals("async-profiler", recordings.engine(ProfileKind.CPU));
    assertTrue(
        recordings
            .refusals()
            .contains("this JVM has no jdk.CPUTimeSample, which came with Java 25 on Linux"));
  }

  private Recordings record(int feature) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    List<String> options = List.of("-DcpuTimeSamples=true");
    new ProfiledPrograms(classes)
        .run(feature, options, "Record", folder.toString(), "AUTO", "2000");
    return Recordings.load(folder);
  }
}
