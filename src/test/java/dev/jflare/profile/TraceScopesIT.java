package dev.jflare.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.pprof.Pprof;
import dev.jflare.pprof.PprofReader;
import dev.jflare.testing.Jdks;
import dev.jflare.testing.Targets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A program that writes the events of OpenTelemetry's and Datadog's libraries, by their names and
 * with their fields. The libraries themselves are not tried here.
 */
class TraceScopesIT {
  @TempDir static Path classes;
  private static ProfiledPrograms target;

  @TempDir Path folder;

  @BeforeAll
  static void compile() throws Exception {
    target = new ProfiledPrograms(classes);
    String classPath = classes + ":" + String.join(":", ProfiledPrograms.core());
    Targets.compileFor(11, classes, classPath, "Traced");
  }

  @ParameterizedTest(name = "Java {0}, {1}")
  @CsvSource({"11, AUTO", "17, AUTO", "17, JFR", "21, JFR", "25, AUTO"})
  void samplesKnowTheirSpan(int feature, String engine) throws Exception {
    assumeTrue(Jdks.home(feature).isPresent(), "no JDK " + feature + " here");
    target.run(feature, List.of(), "Traced", folder.toString(), engine, "3000");
    Recordings recordings = Recordings.load(folder);
    Map<ProfileKind, byte[]> profiles = RecordingToPprof.convert(recordings);
    Pprof cpu = PprofReader.read(profiles.get(ProfileKind.CPU));

    assertEquals(
        Set.of("4bf92f3577b34da6-a3ce929d0e0e4736 00f067aa0ba902b7"), ids(cpu, "spanWork"));
    assertEquals(
        Set.of("1111111111111111-1111111111111111 2222222222222222"), ids(cpu, "innerWork"));
    assertEquals(Set.of("18446744073709551615 42"), ids(cpu, "datadogWork"));
    assertEquals(Set.of("7 18446744073709551614"), ids(cpu, "timelineWork"));
    assertEquals(Set.of(), ids(cpu, "secretWork"), "what is no id is no label");
    assertEquals(Set.of(), ids(cpu, "untracedWork"));
    Pprof block = PprofReader.read(profiles.get(ProfileKind.BLOCK));
    assertEquals(
        Set.of("4bf92f3577b34da6-a3ce929d0e0e4736 00f067aa0ba902b7"), ids(block, "waitForGate"));

    String jfr =
        new String(Files.readAllBytes(folder.resolve("jdk.jfr")), StandardCharsets.ISO_8859_1);
    assertFalse(jfr.contains("4111 1111"), "other events of the program are not recorded");
    assertTrue(recordings.facts().get("jfr.events").contains("datadog.Scope"));
  }

  /**
   * The ids of the samples below this method, but for one in twenty: at the edges of a span the
   * clocks of the two recordings are not one. The last span may still be open, and has none.
   */
  private static Set<String> ids(Pprof profile, String method) {
    Map<String, Long> counts = new TreeMap<>();
    for (Pprof.Sample sample : profile.samples()) {
      boolean below =
          sample.stack().stream().anyMatch(frame -> frame.function().equals("Traced." + method));
      if (below && sample.labels().containsKey("span_id")) {
        String root = sample.labels().get("local_root_span_id");
        String trace = sample.labels().getOrDefault("trace_id", root);
        String id = trace + " " + sample.labels().get("span_id");
        counts.merge(id, sample.value(0), Long::sum);
      }
    }
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    counts.values().removeIf(count -> count * 20 <= all);
    return counts.keySet();
  }
}
