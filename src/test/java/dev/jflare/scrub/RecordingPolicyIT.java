package dev.jflare.scrub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jflare.jfr.MaskReport;
import dev.jflare.jfr.RecordingMask;
import dev.jflare.testing.Jdks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks recordings of real JVMs and reads them with the JDK's own tools. */
class RecordingPolicyIT {
  private static final String PLANTED = "planted-";

  private static final String EVENTS =
      "Initial*,JVMInformation,SystemProcess,Java*Throw,ProcessStart,ThreadStart,Active*,GarbageCollection,CPU*,ExecutionSample";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 11, 17, 21, 25})
  void recordingOfJdk_keepsItsEventsAndLosesItsSecrets(int feature) throws Exception {
    Optional<Path> jdk = Jdks.home(feature);
    assumeTrue(jdk.isPresent(), "no JDK " + feature + " here; JFLARE_JDKS names a folder of JDKs");
    Path recording = RecordedJvm.record(jdk.get(), folder);
    Path masked = folder.resolve("masked.jfr");
    ScrubTally tally = new ScrubTally();

    Scrubber scrubber = Scrubber.of(ScrubSettings.defaults());
    MaskReport report = RecordingMask.mask(recording, masked, new RecordingPolicy(scrubber, tally));

    assertTrue(text(recording).contains(PLANTED), "the target has no secret to lose");
    assertNothingPlanted(masked);
    assertEquals(Files.size(recording), Files.size(masked));
    assertEquals(0, report.cutBytes());
    assertTrue(report.masked() > 0);
    for (int reader : new int[] {17, 25}) {
      Optional<Path> tools = Jdks.home(reader);
      if (tools.isPresent()) {
        assertReadable(tools.get(), recording, masked);
      }
    }
  }

  private void assertReadable(Path jdk, Path recording, Path masked) throws Exception {
    assertEquals(summary(jdk, recording), summary(jdk, masked));
    String before = RecordedJvm.tool(jdk, "jfr", "print", "--events", EVENTS, recording.toString());
    String after = RecordedJvm.tool(jdk, "jfr", "print", "--events", EVENTS, masked.toString());
    assertTrue(before.contains(PLANTED));
    assertFalse(after.contains(PLANTED));
    assertEquals(events(before), events(after));
    assertTrue(after.contains("kept-property"), "a harmless property is gone");
    assertTrue(after.contains("kept-argument"), "a harmless argument is gone");
    assertTrue(after.contains("Leaky"), "a class name is gone");
  }

  /** The events printed, by their first lines: a masked value of several lines becomes one line. */
  private static long events(String printed) {
    return printed.lines().filter(line -> line.matches("jdk\\.\\w+ \\{")).count();
  }

  /** Without the blank lines and the line with the file's name. */
  private String summary(Path jdk, Path recording) throws Exception {
    return RecordedJvm.tool(jdk, "jfr", "summary", recording.toString())
        .lines()
        .filter(line -> !line.contains(".jfr"))
        .collect(Collectors.joining("\n"));
  }

  private static void assertNothingPlanted(Path file) throws Exception {
    String bytes = text(file);
    int at = bytes.indexOf(PLANTED);
    assertTrue(at < 0, () -> "left: " + bytes.substring(Math.max(0, at - 80), at + 40));
    assertFalse(bytes.contains(new String(PLANTED.getBytes(UTF_16LE), ISO_8859_1)));
  }

  private static String text(Path file) throws Exception {
    return new String(Files.readAllBytes(file), ISO_8859_1);
  }
}
